// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.store.BlockLog;
import io.millrace.store.BlockLog.CasResult;
import io.millrace.store.Head;
import io.millrace.store.IndexedBlock;
import io.millrace.store.SnapshotRef;
import io.millrace.store.StoredBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What the database holds. Heads are registers that change in one step; rows, once enough replicas
 * have them, are there for every reader, before that only for some. Whether and when a request is
 * carried out, and whether anybody hears of it, {@link SimStore} decides.
 */
final class Database {
  private record Place(PartitionId partition, long sequence, Epoch epoch) {}

  private record ChunkPlace(UUID snapshot, int chunk) {}

  private record Row<T>(T content, boolean durable) {}

  private record Announced(PartitionId partition, Epoch epoch) {}

  private final World world;
  private final History history;
  private final Map<PartitionId, List<Head>> heads = new HashMap<>();
  private final Map<PartitionId, Integer> seen = new HashMap<>();
  private final Map<Place, Row<StoredBlock>> rows = new HashMap<>();
  private final Set<Place> buried = new HashSet<>();
  private final Map<UUID, Announced> announced = new TreeMap<>();
  private final Map<ChunkPlace, Row<ByteString>> chunks = new HashMap<>();
  private final Set<ChunkPlace> begun = new HashSet<>();
  private final Set<UUID> deleted = new HashSet<>();
  private final Map<String, ProducerEpoch> producers = new HashMap<>();

  Database(World world, History history) {
    this.world = world;
    this.history = history;
  }

  private List<Head> versions(PartitionId partition) {
    return heads.computeIfAbsent(partition, id -> new ArrayList<>());
  }

  /** The head as it is now. */
  Head head(PartitionId partition) {
    List<Head> versions = versions(partition);
    return versions.isEmpty() ? Head.unclaimed(partition) : versions.get(versions.size() - 1);
  }

  /** A head that somebody heard of is what every later plain read shows at least. */
  void heardOf(PartitionId partition) {
    List<Head> versions = versions(partition);
    if (!versions.isEmpty()) {
      seen.put(partition, versions.size() - 1);
    }
  }

  /** A head as a plain read may find it: anything since the last one that somebody heard of. */
  Head plainHead(PartitionId partition) {
    List<Head> versions = versions(partition);
    if (versions.isEmpty()) {
      return Head.unclaimed(partition);
    }
    int newest = versions.size() - 1;
    int oldest = seen.getOrDefault(partition, 0);
    return world.chance(world.swarm.staleRead)
        ? versions.get(world.random.nextInt(oldest, newest + 1))
        : versions.get(newest);
  }

  /** A claim's head with the end of the log as it was some time before. */
  Head olderHead(Head claimed) {
    List<Head> versions = versions(claimed.partition());
    Head old = versions.get(world.random.nextInt(versions.size()));
    return new Head(
        claimed.partition(),
        claimed.epoch(),
        claimed.owner(),
        old.sequence(),
        old.chain(),
        old.epochStarts(),
        old.start());
  }

  void create(PartitionId partition) {
    List<Head> versions = versions(partition);
    if (versions.isEmpty()) {
      versions.add(Head.unclaimed(partition));
    }
  }

  boolean raise(PartitionId partition, Epoch expected, UUID owner) {
    Head now = head(partition);
    if (versions(partition).isEmpty() || !now.epoch().equals(expected)) {
      return false;
    }
    set(now, now.claimedBy(owner));
    return true;
  }

  CasResult move(Head expected, Head next, Mutant mutant) {
    Head now = head(expected.partition());
    if (!mutant.mayMove(now, expected)) {
      return new CasResult(false, now);
    }
    Head after = mutant.moved(now, next);
    for (SnapshotRef ref : List.of(after.start().newest(), after.start().older())) {
      checkSnapshot(ref);
    }
    history.committed(now, after, block -> durable(after, block));
    set(now, after);
    return new CasResult(true, after);
  }

  private void set(Head before, Head after) {
    history.headMoved(before, after);
    versions(after.partition()).add(after);
    world.note(
        () ->
            "head "
                + after.partition().number()
                + ": epoch "
                + after.epoch().value()
                + " block "
                + after.sequence()
                + " snapshot "
                + after.start().newest().sequence()
                + " truncated "
                + after.start().truncated());
  }

  private StoredBlock durable(Head head, long block) {
    var place = new Place(head.partition(), block, head.epochOf(block));
    Row<StoredBlock> row = rows.get(place);
    if (row == null || !row.durable()) {
      throw new Violation("committed without being durable: " + place + " " + row);
    }
    return row.content().withoutIndex();
  }

  private void checkSnapshot(SnapshotRef ref) {
    if (!ref.exists()) {
      return;
    }
    if (deleted.contains(ref.id()) || !begun.contains(new ChunkPlace(ref.id(), 0))) {
      throw new Violation("head names a snapshot that is not there: " + ref);
    }
    for (ChunkPlace place : begun) {
      if (place.snapshot().equals(ref.id())
          && (!chunks.containsKey(place) || !chunks.get(place).durable())) {
        throw new Violation("head names a snapshot that is not durable: " + place);
      }
    }
  }

  /**
   * Stores a block's row.
   *
   * @param durable whether enough replicas take it
   */
  void write(StoredBlock block, boolean durable) {
    var place = new Place(block.partition(), block.sequence(), block.epoch());
    if (buried.contains(place)) {
      return;
    }
    Row<StoredBlock> older = rows.get(place);
    if (older != null && !older.content().equals(block)) {
      throw new Violation("other content under the same number and epoch: " + place);
    }
    rows.put(place, new Row<>(block, durable || (older != null && older.durable())));
  }

  List<StoredBlock> read(Head head, long after, long bytesMax) {
    var blocks = new ArrayList<StoredBlock>();
    long bytes = 0;
    for (long s = after + 1; s <= head.sequence() && bytes < bytesMax; s++) {
      Row<StoredBlock> row = rows.get(new Place(head.partition(), s, head.epochOf(s)));
      if (row == null || (!row.durable() && world.random.nextBoolean())) {
        long truncated = head(head.partition()).start().truncated();
        throw s <= truncated
            ? BlockLog.truncated(head.partition(), s, truncated)
            : MillraceException.of(Kind.CORRUPT, "committed block is missing").with("block", s);
      }
      blocks.add(row.content().withoutIndex());
      bytes += row.content().header().size() + row.content().body().size();
    }
    return List.copyOf(blocks);
  }

  /** A row that only some replicas have is there or not; a missing one is no violation. */
  List<IndexedBlock> index(Head head, long after, int blocksMax) {
    var page = new ArrayList<IndexedBlock>();
    long last = Math.min(head.sequence(), after + blocksMax);
    for (long s = after + 1; s <= last; s++) {
      Row<StoredBlock> row = rows.get(new Place(head.partition(), s, head.epochOf(s)));
      page.add(
          new IndexedBlock(
              s,
              row != null && (row.durable() || world.random.nextBoolean())
                  ? row.content().index()
                  : ByteString.EMPTY));
    }
    return List.copyOf(page);
  }

  int sweepOrphans(Head claimed) {
    return bury(
        p ->
            p.partition().equals(claimed.partition())
                && p.sequence() > claimed.sequence()
                && p.epoch().value() < claimed.epoch().value());
  }

  void deleteTruncated(Head head) {
    bury(p -> p.partition().equals(head.partition()) && p.sequence() <= head.start().truncated());
  }

  private int bury(Predicate<Place> which) {
    List<Place> places = rows.keySet().stream().filter(which).toList();
    buried.addAll(places);
    rows.keySet().removeAll(places);
    return places.size();
  }

  void announce(PartitionId partition, UUID id, Epoch epoch) {
    announced.put(id, new Announced(partition, epoch));
  }

  /** Notes that somebody wants this chunk written. */
  void beginChunk(UUID id, int chunk) {
    begun.add(new ChunkPlace(id, chunk));
  }

  void writeChunk(UUID id, int chunk, ByteString bytes, boolean durable) {
    var place = new ChunkPlace(id, chunk);
    if (deleted.contains(id)) {
      return;
    }
    Row<ByteString> older = chunks.get(place);
    if (older != null && !older.content().equals(bytes)) {
      throw new Violation("other bytes under the same snapshot and chunk: " + place);
    }
    chunks.put(place, new Row<>(bytes, durable || (older != null && older.durable())));
  }

  ByteString readChunk(UUID id, int chunk) {
    Row<ByteString> row = chunks.get(new ChunkPlace(id, chunk));
    if (row == null || (!row.durable() && world.random.nextBoolean())) {
      throw MillraceException.of(Kind.CORRUPT, "snapshot chunk is missing").with("chunk", chunk);
    }
    return row.content();
  }

  void deleteSnapshot(UUID id) {
    for (Head head : heads.keySet().stream().map(this::head).toList()) {
      if (id.equals(head.start().newest().id()) || id.equals(head.start().older().id())) {
        throw new Violation("deleted a snapshot that the head names: " + id);
      }
    }
    deleted.add(id);
    announced.remove(id);
    chunks.keySet().removeIf(place -> place.snapshot().equals(id));
  }

  int sweepSnapshots(Head claimed) {
    List<UUID> old =
        announced.entrySet().stream()
            .filter(e -> e.getValue().partition().equals(claimed.partition()))
            .filter(e -> e.getValue().epoch().value() < claimed.epoch().value())
            .map(Map.Entry::getKey)
            .filter(id -> !id.equals(claimed.start().newest().id()))
            .filter(id -> !id.equals(claimed.start().older().id()))
            .toList();
    old.forEach(this::deleteSnapshot);
    return old.size();
  }

  ProducerEpoch producer(String producer) {
    return producers.getOrDefault(producer, ProducerEpoch.NONE);
  }

  /** Opens a producer if this still is its last opening; empty if not. */
  Optional<ProducerEpoch> openProducer(String producer, ProducerEpoch last, boolean fresh) {
    if (!producer(producer).equals(last)) {
      return Optional.empty();
    }
    ProducerEpoch next = last.next(fresh);
    producers.put(producer, next);
    world.note(() -> "producer " + producer + " opened " + next);
    return Optional.of(next);
  }
}
