// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.memory;

import io.millrace.model.ProducerEpoch;
import io.millrace.store.BlockLog;
import io.millrace.store.JobEntry;
import io.millrace.store.JobRegistry;
import io.millrace.store.JobStatus;
import io.millrace.store.ProducerRegistry;
import io.millrace.store.SnapshotStore;
import io.millrace.store.Stores;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

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
  private final Producers producers = new Producers();
  private final Jobs jobs = new Jobs();

  @Override
  public BlockLog blocks() {
    return blocks;
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
  public JobRegistry jobs() {
    return jobs;
  }

  @Override
  public void close() {}

  private static final class Producers implements ProducerRegistry {
    private record Key(UUID job, String producer) {}

    private final ConcurrentHashMap<Key, ProducerEpoch> epochs = new ConcurrentHashMap<>();

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

  private static final class Jobs implements JobRegistry {
    private final ConcurrentSkipListMap<String, JobEntry> entries = new ConcurrentSkipListMap<>();

    @Override
    public CompletionStage<JobEntry> register(JobEntry entry) {
      var older = entries.putIfAbsent(entry.name(), entry);
      return CompletableFuture.completedFuture(older == null ? entry : older);
    }

    @Override
    public CompletionStage<Optional<JobEntry>> find(String name) {
      return CompletableFuture.completedFuture(Optional.ofNullable(entries.get(name)));
    }

    @Override
    public CompletionStage<JobEntry> setStatus(String name, UUID id, JobStatus status) {
      var entry =
          entries.computeIfPresent(
              name, (n, last) -> last.id().equals(id) ? last.withStatus(status) : last);
      return entry != null && entry.id().equals(id)
          ? CompletableFuture.completedFuture(entry)
          : CompletableFuture.failedFuture(JobRegistry.unknown(name, id));
    }

    @Override
    public CompletionStage<List<JobEntry>> list() {
      return CompletableFuture.completedFuture(List.copyOf(entries.values()));
    }
  }
}
