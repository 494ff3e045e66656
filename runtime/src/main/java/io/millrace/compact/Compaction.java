// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import io.millrace.compact.Outcome.What;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.Stores;
import io.millrace.store.Timers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Compacts partitions, several at a time: merges all of them, waits until readers have a newer
 * head, and deletes what is needless then. Blocks its thread. A partition that fails fails alone.
 */
public final class Compaction {
  private final CompactSettings settings;
  private final Timers timers;
  private final CompactListener listener;
  private final Compactor compactor;
  private final PackSweep sweep;

  /**
   * @param wallClockMs milliseconds since 1970-01-01T00:00Z; tells which partitions are idle
   */
  public Compaction(
      Stores stores,
      CompactSettings settings,
      Timers timers,
      LongSupplier wallClockMs,
      CompactListener listener) {
    this.settings = settings;
    this.timers = timers;
    this.listener = listener;
    this.compactor = new Compactor(stores, settings, timers, wallClockMs);
    this.sweep = new PackSweep(stores);
  }

  /** Says what {@link #run} would do, and changes nothing. */
  public List<Outcome> look(List<PartitionId> partitions) {
    Map<PartitionId, Outcome> outcomes =
        each(partitions, partition -> guarded(partition, compactor::look));
    outcomes.forEach(listener::done);
    return List.copyOf(outcomes.values());
  }

  /** Compacts partitions; gives what became of each, in their order. */
  public List<Outcome> run(List<PartitionId> partitions) {
    Map<PartitionId, Outcome> merged =
        each(partitions, p -> guarded(p, one -> compactor.compact(one, listener)));
    List<PartitionId> behind = new ArrayList<>();
    merged.forEach(
        (partition, outcome) -> {
          if (outcome.what() == What.COMPACTED || outcome.what() == What.NOTHING) {
            behind.add(partition);
          }
        });
    if (!settings.grace().isZero() && behind.stream().anyMatch(this::isBehind)) {
      listener.waiting(settings.grace());
      Await.get(timers.pause(settings.grace()));
    }
    Map<PartitionId, Outcome> swept =
        each(
            behind,
            partition -> guarded(partition, p -> sweep(p, Objects.requireNonNull(merged.get(p)))));
    merged.putAll(swept);
    merged.forEach(listener::done);
    return List.copyOf(merged.values());
  }

  /** What cannot be said now is found out by the sweep. */
  private boolean isBehind(PartitionId partition) {
    try {
      return sweep.isBehind(partition);
    } catch (MillraceException e) {
      return true;
    }
  }

  private Outcome sweep(PartitionId partition, Outcome merged) {
    try {
      boolean rows = sweep.deleteRows(partition);
      int runs = sweep.sweepRuns(partition);
      boolean later = merged.what() == What.NOTHING && (rows || runs > 0);
      return later
          ? merged.with(What.NOTHING, merged.why() + "; what an earlier run left is deleted")
          : merged;
    } catch (MillraceException e) {
      return merged.with(What.FAILED, "needless rows stay: " + e.getMessage());
    }
  }

  private static Outcome guarded(PartitionId partition, Function<PartitionId, Outcome> action) {
    try {
      return action.apply(partition);
    } catch (MillraceException e) {
      // Its owner gave blocks up under the reader: the next compaction begins behind them.
      return Outcome.of(e.kind() == Kind.NOT_FOUND ? What.NOTHING : What.FAILED, e.getMessage());
    }
  }

  private Map<PartitionId, Outcome> each(
      List<PartitionId> partitions, Function<PartitionId, Outcome> action) {
    ExecutorService threads = Executors.newFixedThreadPool(settings.parallelPartitions());
    try {
      var running = new LinkedHashMap<PartitionId, CompletableFuture<Outcome>>();
      for (PartitionId partition : partitions) {
        running.put(
            partition, CompletableFuture.supplyAsync(() -> action.apply(partition), threads));
      }
      var outcomes = new LinkedHashMap<PartitionId, Outcome>();
      running.forEach((partition, outcome) -> outcomes.put(partition, Await.get(outcome)));
      return outcomes;
    } finally {
      threads.shutdown();
    }
  }
}
