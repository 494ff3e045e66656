// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.CORRUPT;

import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import io.millrace.store.Packed;
import io.millrace.store.StoredBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts committed blocks together from rows in clustering order: sequence up, epoch down, chunk up.
 * Rows of an epoch that does not count at their sequence are orphans and passed over; the first gap
 * ends it. Not thread-safe: confined to the pages of one read, which come one after the other.
 */
final class BlockAssembly {
  private final Head head;
  private final long bytesMax;
  private final List<StoredBlock> blocks = new ArrayList<>();
  private Packed packed;
  private long next;
  private Epoch epoch;
  private long bytes;
  private int chunk;
  private int chunks;
  private ByteString header = ByteString.EMPTY;
  private ByteString body = ByteString.EMPTY;

  BlockAssembly(Head head, long after, long bytesMax) {
    this.head = head;
    this.bytesMax = bytesMax;
    this.next = after + 1;
    this.epoch = head.epochOf(next);
    this.packed = head.packed();
  }

  PartitionId partition() {
    return head.partition();
  }

  /** Number of the first block that is not whole yet. */
  long next() {
    return next;
  }

  long last() {
    return head.sequence();
  }

  boolean isComplete() {
    return next > head.sequence() || (bytes >= bytesMax && !blocks.isEmpty());
  }

  List<StoredBlock> blocks() {
    return List.copyOf(blocks);
  }

  /** Whether the next block lies in a pack, as far as is known. */
  boolean isPacked() {
    return next <= packed.upTo();
  }

  /** Where packs are. */
  Packed packed() {
    return packed;
  }

  /** Goes on with what is packed now; false if that says nothing new of the next block. */
  boolean use(Packed now) {
    boolean other = next <= now.upTo() && !now.list().equals(packed.list());
    if (other) {
      packed = now;
      restartBlock();
    }
    return other;
  }

  /** Bytes that further blocks may have, at least 1. */
  long room() {
    return Math.max(1, bytesMax - bytes);
  }

  /** Takes blocks that are whole: the next one, and those behind it. */
  void addAll(List<StoredBlock> whole) {
    for (StoredBlock block : whole) {
      blocks.add(block);
      bytes += block.header().size() + block.body().size();
      next++;
    }
    epoch = head.epochOf(next);
    restartBlock();
  }

  /** Forgets what it has of the next block, to read it again. */
  void restartBlock() {
    chunk = 0;
    chunks = 0;
    body = ByteString.EMPTY;
  }

  /** Takes the next row; false when no further one is needed or would help. */
  boolean add(Row row) {
    long sequence = row.getLong("seq");
    if (sequence < next || (sequence == next && row.getLong("epoch") != epoch.value())) {
      return true;
    }
    if (sequence > next || row.getInt("chunk") != chunk) {
      return false;
    }
    if (chunk == 0) {
      header = BlockRows.bytes(row.getByteBuffer("hdr"));
      chunks = row.getInt("chunks");
    }
    body = body.concat(BlockRows.bytes(row.getByteBuffer("body")));
    chunk++;
    if (chunk == chunks) {
      finishBlock();
    }
    return !isComplete();
  }

  private void finishBlock() {
    blocks.add(new StoredBlock(head.partition(), next, epoch, header, body));
    bytes += header.size() + body.size();
    next++;
    epoch = head.epochOf(next);
    restartBlock();
  }

  MillraceException missing() {
    return MillraceException.of(CORRUPT, "committed block is missing")
        .with("partition", head.partition())
        .with("sequence", next)
        .with("epoch", epoch.value())
        .with("chunk", chunk)
        .with("chunks", chunks)
        .with("head", head.sequence());
  }
}
