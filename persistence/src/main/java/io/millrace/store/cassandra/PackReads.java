// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.CORRUPT;

import com.google.protobuf.ByteString;
import io.millrace.block.BlockLimits;
import io.millrace.block.Pack;
import io.millrace.block.PackedBlock;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import io.millrace.store.PackEntry;
import io.millrace.store.StoredBlock;
import io.millrace.store.StoredHeader;
import io.millrace.store.StoredPack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes blocks out of packs, on threads that may be held up. Thread-safe. */
final class PackReads {
  private final PackRows rows;
  private final Executor executor;

  /**
   * @param executor decodes packs
   */
  PackReads(PackRows rows, Executor executor) {
    this.rows = rows;
    this.executor = executor;
  }

  /**
   * Reads blocks of one pack: from the one that the assembly wants next, as many as it has room
   * for. Bytes that turn out damaged are read once more, from every replica.
   *
   * @param everywhere from every replica at once
   * @return whether the pack was there
   */
  CompletionStage<Boolean> read(BlockAssembly assembly, boolean everywhere) {
    CompletionStage<Boolean> read = readOnce(assembly, everywhere);
    if (everywhere) {
      return read;
    }
    return read.handle(
            (found, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(found)
                    : isCorrupt(failure)
                        ? readOnce(assembly, true)
                        : CompletableFuture.<Boolean>failedFuture(failure))
        .thenCompose(Function.identity());
  }

  private static boolean isCorrupt(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof MillraceException e && e.kind() == CORRUPT;
  }

  private CompletionStage<Boolean> readOnce(BlockAssembly assembly, boolean everywhere) {
    PartitionId partition = assembly.partition();
    return rows.find(partition, assembly.packed().list(), assembly.next(), everywhere)
        .thenCompose(
            entry ->
                entry == null
                    ? CompletableFuture.completedFuture(null)
                    : rows.read(partition, entry, everywhere))
        .thenComposeAsync(
            pack -> CompletableFuture.completedFuture(pack != null && take(pack, assembly)),
            executor);
  }

  private static boolean take(StoredPack stored, BlockAssembly assembly) {
    Pack pack = open(stored.partition(), stored.entry(), stored.pack().header());
    long to = Math.min(pack.last(), assembly.last());
    var blocks = new ArrayList<StoredBlock>();
    for (PackedBlock one :
        pack.blocks(
            stored.pack().body(), assembly.next(), to, assembly.room(), BlockLimits.DEFAULT)) {
      blocks.add(StoredBlock.of(one));
    }
    assembly.addAll(blocks);
    return true;
  }

  /** Opens a pack that must be the one that the list says. */
  private static Pack open(PartitionId partition, PackEntry entry, ByteString header) {
    Pack pack = Pack.open(header);
    if (!pack.partition().equals(partition)
        || pack.first() != entry.first()
        || pack.last() != entry.last()) {
      throw MillraceException.of(CORRUPT, "pack lies at another's place")
          .with("partition", partition)
          .with("expected", entry.first() + " to " + entry.last())
          .with("actual", pack.partition() + " " + pack.first() + " to " + pack.last());
    }
    return pack;
  }

  /**
   * Reads the headers of one pack from a block on; the bodies stay where they are.
   *
   * @return null if the pack is not there or not whole
   */
  CompletionStage<@Nullable List<StoredHeader>> headers(Head head, long after) {
    PartitionId partition = head.partition();
    return rows.find(partition, head.packed().list(), after + 1, false)
        .thenCompose(
            entry ->
                entry == null
                    ? CompletableFuture.completedFuture(null)
                    : rows.readHeader(partition, entry)
                        .thenApplyAsync(bytes -> headers(head, after, entry, bytes), executor));
  }

  private static @Nullable List<StoredHeader> headers(
      Head head, long after, PackEntry entry, ByteString bytes) {
    if (bytes.isEmpty()) {
      return null;
    }
    List<ByteString> all;
    try {
      all = open(head.partition(), entry, bytes).headers();
    } catch (MillraceException e) {
      // Whoever reads the blocks asks every replica, and tells what is damaged.
      return null;
    }
    var page = new ArrayList<StoredHeader>();
    long last = Math.min(entry.last(), head.sequence());
    for (long block = after + 1; block <= last; block++) {
      page.add(new StoredHeader(block, all.get((int) (block - entry.first()))));
    }
    return List.copyOf(page);
  }
}
