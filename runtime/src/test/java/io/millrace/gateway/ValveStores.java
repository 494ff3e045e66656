// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.store.BlockLog;
import io.millrace.store.DictionaryStore;
import io.millrace.store.Erasure;
import io.millrace.store.Head;
import io.millrace.store.IndexedBlock;
import io.millrace.store.JobRegistry;
import io.millrace.store.PackStore;
import io.millrace.store.ProducerRegistry;
import io.millrace.store.SnapshotStore;
import io.millrace.store.StoredBlock;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The in-memory stores behind a valve: open, stalled (writes hang), or down (all calls fail). */
final class ValveStores implements Stores, BlockLog, ProducerRegistry {
  private enum State {
    OPEN,
    STALLED,
    DOWN
  }

  private final Stores stores = new InMemoryStores();
  private final AtomicLong bodyBytes = new AtomicLong();
  private volatile State state = State.OPEN;
  private CompletableFuture<Void> opened = CompletableFuture.completedFuture(null);

  /** From now on writes of blocks do not come back until the valve opens. */
  synchronized void stall() {
    opened = new CompletableFuture<>();
    state = State.STALLED;
  }

  /** From now on every call fails at once. */
  synchronized void down() {
    state = State.DOWN;
  }

  void open() {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      state = State.OPEN;
      waiting = opened;
    }
    waiting.complete(null);
  }

  /** Stored bytes of all blocks that were handed over so far, held back ones included. */
  long bodyBytes() {
    return bodyBytes.get();
  }

  private <T> CompletionStage<T> unlessDown(Supplier<CompletionStage<T>> call) {
    return state == State.DOWN
        ? CompletableFuture.failedFuture(
            MillraceException.of(Kind.UNAVAILABLE, "store is down, says the test"))
        : call.get();
  }

  private synchronized CompletableFuture<Void> gate() {
    return state == State.STALLED ? opened : CompletableFuture.completedFuture(null);
  }

  @Override
  public BlockLog blocks() {
    return this;
  }

  @Override
  public PackStore packs() {
    return stores.packs();
  }

  @Override
  public SnapshotStore snapshots() {
    return stores.snapshots();
  }

  @Override
  public ProducerRegistry producers() {
    return this;
  }

  @Override
  public DictionaryStore dictionaries() {
    return stores.dictionaries();
  }

  @Override
  public JobRegistry jobs() {
    return stores.jobs();
  }

  @Override
  public Erasure erasure() {
    return stores.erasure();
  }

  @Override
  public CompletionStage<ProducerEpoch> open(
      UUID job, String producer, boolean fresh, long incarnation) {
    return unlessDown(() -> stores.producers().open(job, producer, fresh, incarnation));
  }

  @Override
  public CompletionStage<Head> claim(PartitionId partition) {
    return unlessDown(() -> stores.blocks().claim(partition));
  }

  @Override
  public CompletionStage<Void> write(StoredBlock block) {
    bodyBytes.addAndGet(block.body().size());
    return unlessDown(() -> gate().thenCompose(open -> stores.blocks().write(block)));
  }

  @Override
  public CompletionStage<CasResult> compareAndSet(Head expected, Head next) {
    return unlessDown(() -> stores.blocks().compareAndSet(expected, next));
  }

  @Override
  public CompletionStage<Head> head(PartitionId partition) {
    return unlessDown(() -> stores.blocks().head(partition));
  }

  @Override
  public CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
    return unlessDown(() -> stores.blocks().read(head, after, bytesMax));
  }

  @Override
  public CompletionStage<List<IndexedBlock>> index(Head head, long after, int blocksMax) {
    return unlessDown(() -> stores.blocks().index(head, after, blocksMax));
  }

  @Override
  public CompletionStage<StoredBlock> reread(Head head, long block) {
    return unlessDown(() -> stores.blocks().reread(head, block));
  }

  @Override
  public CompletionStage<Integer> sweepOrphans(Head claimed) {
    return unlessDown(() -> stores.blocks().sweepOrphans(claimed));
  }

  @Override
  public CompletionStage<Void> deleteTruncated(Head head) {
    return unlessDown(() -> stores.blocks().deleteTruncated(head));
  }

  @Override
  public void close() {
    stores.close();
  }
}
