// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.memory;

import static io.millrace.model.MillraceException.Kind.CORRUPT;

import io.millrace.block.BlockLimits;
import io.millrace.block.Pack;
import io.millrace.block.PackedBlock;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog.CasResult;
import io.millrace.store.Head;
import io.millrace.store.PackEntry;
import io.millrace.store.PackRun;
import io.millrace.store.PackStore;
import io.millrace.store.Packed;
import io.millrace.store.StoredPack;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Packs, lists and runs in a map each; heads and rows are the block log's. Thread-safe. */
final class InMemoryPackStore implements PackStore {
  private record Place(PartitionId partition, UUID run, long first) {}

  private record ListName(PartitionId partition, UUID list) {}

  private final InMemoryBlockLog log;
  private final Map<ListName, PackRun> runs = new ConcurrentHashMap<>();
  private final Map<ListName, ConcurrentSkipListMap<Long, PackEntry>> lists =
      new ConcurrentHashMap<>();
  private final Map<Place, StoredPack> packs = new ConcurrentHashMap<>();

  InMemoryPackStore(InMemoryBlockLog log) {
    this.log = log;
  }

  @Override
  public CompletionStage<Head> head(PartitionId partition) {
    return log.head(partition);
  }

  @Override
  public CompletionStage<Void> announce(PartitionId partition, PackRun run) {
    runs.put(new ListName(partition, run.id()), run);
    return done();
  }

  @Override
  public CompletionStage<List<PackRun>> runs(PartitionId partition) {
    return CompletableFuture.completedFuture(
        runs.entrySet().stream()
            .filter(run -> run.getKey().partition().equals(partition))
            .map(Map.Entry::getValue)
            .toList());
  }

  @Override
  public CompletionStage<Void> write(StoredPack pack) {
    try {
      PackStore.checkLimits(pack);
    } catch (MillraceException e) {
      return CompletableFuture.failedFuture(e);
    }
    PackEntry entry = pack.entry();
    add(pack.partition(), pack.run(), entry);
    packs.put(new Place(pack.partition(), pack.run(), entry.first()), pack);
    return done();
  }

  @Override
  public CompletionStage<Void> carry(PartitionId partition, UUID run, List<PackEntry> entries) {
    entries.forEach(entry -> add(partition, run, entry));
    return done();
  }

  private void add(PartitionId partition, UUID list, PackEntry entry) {
    lists
        .computeIfAbsent(new ListName(partition, list), l -> new ConcurrentSkipListMap<>())
        .put(entry.first(), entry);
  }

  @Override
  public CompletionStage<List<PackEntry>> entries(PartitionId partition, UUID list, long bucket) {
    var all = lists.get(new ListName(partition, list));
    return CompletableFuture.completedFuture(
        all == null
            ? List.of()
            : List.copyOf(all.subMap(bucket * LIST_BLOCKS, (bucket + 1) * LIST_BLOCKS).values()));
  }

  @Override
  public CompletionStage<StoredPack> read(PartitionId partition, PackEntry entry) {
    StoredPack pack = packs.get(new Place(partition, entry.run(), entry.first()));
    return pack == null
        ? CompletableFuture.failedFuture(
            MillraceException.of(CORRUPT, "pack is missing")
                .with("partition", partition)
                .with("pack", entry.first() + " to " + entry.last()))
        : CompletableFuture.completedFuture(pack);
  }

  @Override
  public CompletionStage<CasResult> commit(Head expected, Packed next) {
    PackStore.checkCommit(expected, next);
    return CompletableFuture.completedFuture(log.pack(expected, next));
  }

  @Override
  public CompletionStage<Void> deleteRows(Head head) {
    log.deletePacked(head);
    return done();
  }

  @Override
  public CompletionStage<Void> delete(PartitionId partition, PackEntry entry) {
    packs.remove(new Place(partition, entry.run(), entry.first()));
    return done();
  }

  @Override
  public CompletionStage<Void> deleteList(PartitionId partition, UUID list, long bucket) {
    var all = lists.get(new ListName(partition, list));
    if (all != null) {
      all.subMap(bucket * LIST_BLOCKS, (bucket + 1) * LIST_BLOCKS).clear();
    }
    return done();
  }

  @Override
  public CompletionStage<Void> withdraw(PartitionId partition, UUID run) {
    runs.remove(new ListName(partition, run));
    return done();
  }

  /** The blocks of the pack that a block is in, from that one on; null if there is none. */
  @Nullable List<PackedBlock> blocks(Head head, long from, long bytesMax) {
    var all = lists.get(new ListName(head.partition(), head.packed().list()));
    var found = all == null ? null : all.floorEntry(from);
    StoredPack stored =
        found == null
            ? null
            : packs.get(new Place(head.partition(), found.getValue().run(), found.getKey()));
    if (stored == null || stored.pack().last() < from) {
      return null;
    }
    Pack pack = Pack.open(stored.pack().header());
    long to = Math.min(pack.last(), head.sequence());
    return pack.blocks(stored.pack().body(), from, to, bytesMax, BlockLimits.DEFAULT);
  }

  /** Deletes what holds truncated blocks only. */
  void deleteTruncated(Head now, long truncated) {
    var all = lists.get(new ListName(now.partition(), now.packed().list()));
    if (all != null) {
      all.values().stream()
          .filter(entry -> entry.last() <= truncated)
          .forEach(entry -> packs.remove(new Place(now.partition(), entry.run(), entry.first())));
    }
  }

  void erase(PartitionId partition) {
    runs.keySet().removeIf(run -> run.partition().equals(partition));
    lists.keySet().removeIf(list -> list.partition().equals(partition));
    packs.keySet().removeIf(place -> place.partition().equals(partition));
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
