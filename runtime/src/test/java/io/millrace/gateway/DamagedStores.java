// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.millrace.model.PartitionId;
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
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** The in-memory stores, in which blocks come back otherwise than they were written. */
final class DamagedStores implements Stores, BlockLog {
  private final Stores stores = new InMemoryStores();
  private volatile UnaryOperator<StoredBlock> damage = UnaryOperator.identity();
  private volatile UnaryOperator<IndexedBlock> indexDamage = UnaryOperator.identity();

  /** From now on every block is read as this says. */
  void damage(UnaryOperator<StoredBlock> how) {
    damage = how;
  }

  @Override
  public CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
    return stores
        .blocks()
        .read(head, after, bytesMax)
        .thenApply(page -> page.stream().map(damage).toList());
  }

  /** From now on every entry of the skip index is read as this says. */
  void damageIndex(UnaryOperator<IndexedBlock> how) {
    indexDamage = how;
  }

  @Override
  public CompletionStage<List<IndexedBlock>> index(Head head, long after, int blocksMax) {
    return stores
        .blocks()
        .index(head, after, blocksMax)
        .thenApply(page -> page.stream().map(indexDamage).toList());
  }

  @Override
  public CompletionStage<StoredBlock> reread(Head head, long block) {
    return stores.blocks().reread(head, block).thenApply(damage);
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
    return stores.producers();
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
  public CompletionStage<Head> claim(PartitionId partition) {
    return stores.blocks().claim(partition);
  }

  @Override
  public CompletionStage<Void> write(StoredBlock block) {
    return stores.blocks().write(block);
  }

  @Override
  public CompletionStage<CasResult> compareAndSet(Head expected, Head next) {
    return stores.blocks().compareAndSet(expected, next);
  }

  @Override
  public CompletionStage<Head> head(PartitionId partition) {
    return stores.blocks().head(partition);
  }

  @Override
  public CompletionStage<Integer> sweepOrphans(Head claimed) {
    return stores.blocks().sweepOrphans(claimed);
  }

  @Override
  public CompletionStage<Void> deleteTruncated(Head head) {
    return stores.blocks().deleteTruncated(head);
  }

  @Override
  public void close() {
    stores.close();
  }
}
