// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.BlockLimits;
import io.millrace.block.SnapshotPart;
import io.millrace.codec.Codec;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.SnapshotRef;
import io.millrace.store.SnapshotStore;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes one snapshot to the store: announces it, encodes and writes its parts, a few at a time
 * while the partition goes on, then, once the cut's block is committed, the manifest, which it
 * reads back. Whoever made it then has the pointer to it ride on a commit. Not thread-safe:
 * confined to its owner, as {@link LogWriter}.
 */
final class Snapshotter {
  /** Before compression; a part that is larger all the same takes several chunks. */
  static final int PART_BYTES = 512 << 10;

  private static final int PARTS_IN_FLIGHT_MAX = 2;

  /** Where the work is done. */
  record Workshop(
      SnapshotStore store,
      Codec codec,
      BlockLimits limits,
      Executor codecExecutor,
      StoreCalls calls,
      Duration timeout) {}

  private final PartitionId partition;
  private final Workshop workshop;
  private final SnapshotCut cut;
  private final UUID id;
  private final Executor confined;
  private final CompletableFuture<SnapshotRef> result = new CompletableFuture<>();
  private int chunks;
  private int parts;
  private int inFlight;
  private boolean allTaken;
  private boolean announced;
  private boolean manifestBegun;
  private ByteString chain = ByteString.EMPTY;

  /**
   * @param id random, never used before
   * @param confined runs what must not run beside the owner
   */
  Snapshotter(
      PartitionId partition, Workshop workshop, SnapshotCut cut, UUID id, Executor confined) {
    this.partition = partition;
    this.workshop = workshop;
    this.cut = cut;
    this.id = id;
    this.confined = confined;
  }

  /** Begins; the stage completes, confined, when the snapshot is whole and read back, or failed. */
  CompletionStage<SnapshotRef> begin(Epoch epoch) {
    repeat(() -> workshop.store().announce(partition, id, epoch))
        .whenComplete(
            (done, failure) -> {
              announced = failure == null;
              goOn(failure);
            });
    return result;
  }

  /** The snapshot's name. */
  UUID id() {
    return id;
  }

  /**
   * The head has passed a block.
   *
   * @param blockChain the chain hash of that block
   */
  void onCommitted(long block, ByteString blockChain) {
    if (block == cut.sequence()) {
      chain = blockChain;
      goOn(null);
    }
  }

  private <T> CompletionStage<T> repeat(Supplier<CompletionStage<T>> call) {
    return workshop.calls().untilAnswered(call, workshop.timeout());
  }

  private void goOn(@Nullable Throwable failure) {
    if (failure != null) {
      result.completeExceptionally(StoreCalls.unwrap(failure));
    }
    if (result.isDone() || !announced) {
      return;
    }
    while (!allTaken && inFlight < PARTS_IN_FLIGHT_MAX) {
      Optional<SnapshotPart> part;
      try {
        part = cut.next(id, parts + 1, PART_BYTES);
      } catch (MillraceException coldKeysFailed) {
        result.completeExceptionally(coldKeysFailed);
        return;
      }
      if (part.isEmpty()) {
        allTaken = true;
      } else {
        parts++;
        encode(part.get());
      }
    }
    if (allTaken && inFlight == 0 && cut.isCommitted() && !chain.isEmpty() && !manifestBegun) {
      manifestBegun = true;
      finish();
    }
  }

  private void encode(SnapshotPart part) {
    inFlight++;
    CompletionStage<ByteString> encoded =
        CompletableFuture.supplyAsync(
            () -> part.encode(workshop.codec(), workshop.limits()), workshop.codecExecutor());
    encoded.whenCompleteAsync(
        (bytes, failure) -> {
          if (failure != null || bytes == null) {
            goOn(failure);
          } else {
            write(bytes);
          }
        },
        confined);
  }

  /** Chunks are numbered as they come; a part lies in chunks that follow each other. */
  private void write(ByteString bytes) {
    int max = SnapshotStore.CHUNK_BYTES_MAX;
    int pieces = (bytes.size() + max - 1) / max;
    var writes = new CompletableFuture<?>[pieces];
    for (int i = 0; i < pieces; i++) {
      int chunk = ++chunks;
      ByteString piece = bytes.substring(i * max, Math.min(bytes.size(), (i + 1) * max));
      writes[i] =
          repeat(() -> workshop.store().write(partition, id, chunk, piece)).toCompletableFuture();
    }
    CompletionStage<Void> all = CompletableFuture.allOf(writes);
    all.whenComplete(
        (done, failure) -> {
          inFlight--;
          goOn(failure);
        });
  }

  private void finish() {
    ByteString manifest = cut.manifest(id, chain, chunks).encode();
    repeat(() -> workshop.store().write(partition, id, 0, manifest))
        .thenCompose(written -> repeat(() -> workshop.store().read(partition, id, 0)))
        .whenComplete(
            (back, failure) -> {
              if (failure != null) {
                goOn(failure);
              } else if (!manifest.equals(back)) {
                goOn(
                    MillraceException.of(Kind.CORRUPT, "snapshot reads back otherwise than written")
                        .with("partition", partition)
                        .with("snapshot", id));
              } else {
                result.complete(new SnapshotRef(cut.sequence(), id));
              }
            });
  }
}
