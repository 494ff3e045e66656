// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.google.protobuf.ByteString;
import io.millrace.store.Head;
import io.millrace.store.IndexedBlock;
import io.millrace.store.StoredBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The narrow rows beside the blocks that say what each of them cannot contain: 1,024 blocks to a
 * Cassandra partition. Written with timestamp 1, as blocks are. Thread-safe.
 */
final class IndexRows {
  /** Blocks in one Cassandra partition; part of the stored format. */
  static final int BUCKET_BLOCKS = 1_024;

  private final CqlSession session;
  private final PreparedStatement insert;
  private final PreparedStatement select;

  IndexRows(Statements statements) {
    session = statements.session();
    insert =
        statements.profile(
            """
            INSERT INTO %s.block_index (job, part, bucket, seq, epoch, entry)
            VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP 1""",
            Sessions.PAYLOAD);
    select =
        statements.profile(
            """
            SELECT seq, epoch, entry FROM %s.block_index
            WHERE job = ? AND part = ? AND bucket = ? AND seq > ? AND seq <= ?""",
            Sessions.INDEX);
  }

  static long bucketOf(long sequence) {
    return sequence / BUCKET_BLOCKS;
  }

  /** Writes a block's entry, if it has one. */
  CompletionStage<?> write(StoredBlock block) {
    if (block.index().isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return session.executeAsync(
        insert.bind(
            block.partition().job(),
            block.partition().number(),
            bucketOf(block.sequence()),
            block.sequence(),
            block.epoch().value(),
            block.index().asReadOnlyByteBuffer()));
  }

  /** Reads entries as {@link io.millrace.store.BlockLog#index} says. */
  CompletionStage<List<IndexedBlock>> read(Head head, long after, int blocksMax) {
    long last = Math.min(head.sequence(), after + blocksMax);
    var page = new ArrayList<IndexedBlock>();
    return read(head, after, last, page).thenApply(done -> fill(page, after, last));
  }

  private CompletionStage<@Nullable Void> read(
      Head head, long after, long last, List<IndexedBlock> page) {
    if (after >= last) {
      return CompletableFuture.completedFuture(null);
    }
    long bucket = bucketOf(after + 1);
    long end = Math.min(last, bucket * BUCKET_BLOCKS + BUCKET_BLOCKS - 1);
    var partition = head.partition();
    return session
        .executeAsync(select.bind(partition.job(), partition.number(), bucket, after, end))
        .thenCompose(rows -> take(head, rows, page))
        .thenCompose(done -> read(head, end, last, page));
  }

  /** Rows of an epoch that does not count at their sequence are orphans and passed over. */
  private static CompletionStage<@Nullable Void> take(
      Head head, AsyncResultSet rows, List<IndexedBlock> page) {
    for (var row : rows.currentPage()) {
      long sequence = row.getLong("seq");
      if (row.getLong("epoch") == head.epochOf(sequence).value()) {
        page.add(new IndexedBlock(sequence, BlockRows.bytes(row.getByteBuffer("entry"))));
      }
    }
    return rows.hasMorePages()
        ? rows.fetchNextPage().thenCompose(next -> take(head, next, page))
        : CompletableFuture.completedFuture(null);
  }

  /** The blocks from {@code after + 1} to {@code last}, those without an entry too. */
  private static List<IndexedBlock> fill(List<IndexedBlock> found, long after, long last) {
    var all = new ArrayList<IndexedBlock>();
    int next = 0;
    for (long sequence = after + 1; sequence <= last; sequence++) {
      if (next < found.size() && found.get(next).sequence() == sequence) {
        all.add(found.get(next++));
      } else {
        all.add(new IndexedBlock(sequence, ByteString.EMPTY));
      }
    }
    return List.copyOf(all);
  }
}
