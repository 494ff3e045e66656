// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.memory;

import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.store.BlockLog;
import io.millrace.store.DictionaryStore;
import io.millrace.store.Erasure;
import io.millrace.store.JobRegistry;
import io.millrace.store.PackStore;
import io.millrace.store.ProducerRegistry;
import io.millrace.store.SnapshotStore;
import io.millrace.store.Stores;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stores that keep everything in maps, held to the same contract as Cassandra's.
 *
 * <p>Thread-safe. Every stage is complete when it is returned, so what hangs on it runs in the
 * caller's thread, and no lock is held meanwhile. Closing forgets nothing: stores that outlive a
 * node stand for a database that does.
 */
public final class InMemoryStores implements Stores {
  private final InMemoryBlockLog blocks = new InMemoryBlockLog();
  private final InMemorySnapshotStore snapshots = new InMemorySnapshotStore();
  private final InMemoryDictionaryStore dictionaries = new InMemoryDictionaryStore();
  private final Producers producers = new Producers();
  private final InMemoryJobRegistry jobs = new InMemoryJobRegistry();
  private final Erasure erasure = new AllMaps();

  @Override
  public BlockLog blocks() {
    return blocks;
  }

  @Override
  public PackStore packs() {
    return blocks.packs();
  }

  @Override
  public SnapshotStore snapshots() {
    return snapshots;
  }

  @Override
  public ProducerRegistry producers() {
    return producers;
  }

  @Override
  public DictionaryStore dictionaries() {
    return dictionaries;
  }

  @Override
  public JobRegistry jobs() {
    return jobs;
  }

  @Override
  public Erasure erasure() {
    return erasure;
  }

  @Override
  public void close() {}

  private final class AllMaps implements Erasure {
    @Override
    public CompletionStage<Boolean> erase(PartitionId partition) {
      return blocks
          .head(partition)
          .thenApply(
              head -> {
                if (head.epoch().equals(Epoch.NONE)) {
                  return false;
                }
                blocks.claim(partition);
                snapshots.erase(partition);
                blocks.erase(partition);
                return true;
              });
    }

    @Override
    public CompletionStage<Integer> eraseProducers(UUID job) {
      return CompletableFuture.completedFuture(producers.erase(job));
    }

    @Override
    public CompletionStage<Integer> eraseDictionaries(UUID job) {
      return CompletableFuture.completedFuture(dictionaries.erase(job));
    }
  }

  private static final class Producers implements ProducerRegistry {
    private record Key(UUID job, String producer) {}

    private final ConcurrentHashMap<Key, ProducerEpoch> epochs = new ConcurrentHashMap<>();

    int erase(UUID job) {
      int before = epochs.size();
      epochs.keySet().removeIf(key -> key.job().equals(job));
      return before - epochs.size();
    }

    @Override
    public CompletionStage<ProducerEpoch> open(
        UUID job, String producer, boolean fresh, long incarnation) {
      var key = new Key(job, producer);
      var now =
          epochs.compute(
              key,
              (k, last) -> {
                var known = last == null ? ProducerEpoch.NONE : last;
                boolean over = !fresh && incarnation > 0 && known.incarnation() != incarnation;
                return over ? known : known.next(fresh);
              });
      return !fresh && incarnation > 0 && now.incarnation() != incarnation
          ? CompletableFuture.failedFuture(
              ProducerRegistry.fenced(producer, incarnation, now.incarnation()))
          : CompletableFuture.completedFuture(now);
    }
  }
}
