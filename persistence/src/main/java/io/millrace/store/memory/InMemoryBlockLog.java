// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.memory;

import static io.millrace.model.MillraceException.Kind.BUG;
import static io.millrace.model.MillraceException.Kind.CORRUPT;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.IndexedBlock;
import io.millrace.store.Packed;
import io.millrace.store.StoredBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Heads in one map, blocks in another. Thread-safe. */
final class InMemoryBlockLog implements BlockLog {
  private record Place(PartitionId partition, long sequence, Epoch epoch) {}

  private final Map<PartitionId, Head> heads = new ConcurrentHashMap<>();
  private final Map<Place, StoredBlock> rows = new ConcurrentHashMap<>();
  private final Map<Place, ByteString> index = new ConcurrentHashMap<>();
  private final InMemoryPackStore packs = new InMemoryPackStore(this);

  /** Where rows of blocks end up. */
  InMemoryPackStore packs() {
    return packs;
  }

  @Override
  public CompletionStage<Head> claim(PartitionId partition) {
    return CompletableFuture.completedFuture(
        heads.compute(
            partition,
            (id, last) -> {
              var head = last == null ? Head.unclaimed(id) : last;
              return head.claimedBy(UUID.randomUUID());
            }));
  }

  @Override
  public CompletionStage<Void> write(StoredBlock block) {
    try {
      BlockLog.checkLimits(block);
    } catch (MillraceException e) {
      return CompletableFuture.failedFuture(e);
    }
    var place = new Place(block.partition(), block.sequence(), block.epoch());
    var older = rows.putIfAbsent(place, block);
    if (older != null && !older.equals(block)) {
      return CompletableFuture.failedFuture(
          MillraceException.of(BUG, "other bytes under the same sequence and epoch")
              .with("partition", block.partition())
              .with("sequence", block.sequence())
              .with("epoch", block.epoch().value()));
    }
    index.put(place, block.index());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<CasResult> compareAndSet(Head expected, Head next) {
    expected.checkSuccessor(next);
    var moved = new boolean[1];
    var head =
        heads.compute(
            expected.partition(),
            (id, last) -> {
              var actual = last == null ? Head.unclaimed(id) : last;
              moved[0] =
                  last != null
                      && actual.sameTerm(expected)
                      && actual.sequence() == expected.sequence();
              return moved[0] ? next.withPacked(actual.packed()) : actual;
            });
    return CompletableFuture.completedFuture(new CasResult(moved[0], head));
  }

  /** As {@link io.millrace.store.PackStore#commit}. */
  CasResult pack(Head expected, Packed next) {
    var moved = new boolean[1];
    var head =
        heads.compute(
            expected.partition(),
            (id, last) -> {
              if (last == null) {
                return null;
              }
              moved[0] =
                  last.sameTerm(expected)
                      && last.sequence() == expected.sequence()
                      && last.packed().list().equals(expected.packed().list());
              return moved[0] ? last.withPacked(next) : last;
            });
    return new CasResult(moved[0], head == null ? Head.unclaimed(expected.partition()) : head);
  }

  /** As {@link io.millrace.store.PackStore#deleteRows}; here, row by row. */
  void deletePacked(Head head) {
    Packed packed = head.packed();
    deleteRows(
        place ->
            place.partition().equals(head.partition())
                && place.sequence() > packed.swept()
                && place.sequence() <= packed.upTo());
    heads.computeIfPresent(
        head.partition(),
        (id, now) ->
            now.packed().list().equals(packed.list())
                ? now.withPacked(new Packed(packed.upTo(), packed.list(), packed.upTo()))
                : now);
  }

  @Override
  public CompletionStage<Head> head(PartitionId partition) {
    return CompletableFuture.completedFuture(
        heads.getOrDefault(partition, Head.unclaimed(partition)));
  }

  @Override
  public CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
    long truncated = head.start().truncated();
    if (after < truncated) {
      return CompletableFuture.failedFuture(
          BlockLog.truncated(head.partition(), after + 1, truncated));
    }
    try {
      return CompletableFuture.completedFuture(readRows(head, after, bytesMax));
    } catch (MillraceException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private List<StoredBlock> readRows(Head reader, long after, long bytesMax) {
    Head head = reader;
    var blocks = new ArrayList<StoredBlock>();
    long bytes = 0;
    long sequence = after + 1;
    while (sequence <= head.sequence() && (bytes < bytesMax || blocks.isEmpty())) {
      List<StoredBlock> found = find(head, sequence, bytesMax - bytes);
      if (found.isEmpty()) {
        head = moved(head, sequence);
        continue;
      }
      for (StoredBlock block : found) {
        blocks.add(block);
        bytes += block.header().size() + block.body().size();
      }
      sequence += found.size();
    }
    return List.copyOf(blocks);
  }

  /** Some blocks from one on; none if they are not where the head says. */
  private List<StoredBlock> find(Head head, long sequence, long bytesMax) {
    if (sequence <= head.packed().upTo()) {
      var packed = packs.blocks(head, sequence, Math.max(1, bytesMax));
      return packed == null ? List.of() : packed.stream().map(StoredBlock::of).toList();
    }
    var block = rows.get(new Place(head.partition(), sequence, head.epochOf(sequence)));
    return block == null ? List.of() : List.of(block.withoutIndex());
  }

  /** The reader's head with the packs of now, if that helps. */
  private Head moved(Head reader, long sequence) {
    Head now = heads.getOrDefault(reader.partition(), Head.unclaimed(reader.partition()));
    boolean elsewhere =
        sequence <= now.packed().upTo() && !now.packed().list().equals(reader.packed().list());
    if (elsewhere && sequence > now.start().truncated()) {
      return reader.withPacked(
          new Packed(Math.min(now.packed().upTo(), reader.sequence()), now.packed().list(), 0));
    }
    throw missing(reader, sequence, reader.epochOf(sequence));
  }

  @Override
  public CompletionStage<List<IndexedBlock>> index(Head head, long after, int blocksMax) {
    BlockLog.checkIndexed(blocksMax);
    long truncated = head.start().truncated();
    if (after < truncated) {
      return CompletableFuture.failedFuture(
          BlockLog.truncated(head.partition(), after + 1, truncated));
    }
    long last = Math.min(head.sequence(), after + blocksMax);
    var page = new ArrayList<IndexedBlock>();
    for (long sequence = after + 1; sequence <= last; sequence++) {
      var entry = index.get(new Place(head.partition(), sequence, head.epochOf(sequence)));
      page.add(new IndexedBlock(sequence, entry == null ? ByteString.EMPTY : entry));
    }
    return CompletableFuture.completedFuture(List.copyOf(page));
  }

  @Override
  public CompletionStage<StoredBlock> reread(Head head, long block) {
    if (block < 1 || block > head.sequence()) {
      throw new IllegalArgumentException(
          "block: " + block + " (expected: 1 to " + head.sequence() + ")");
    }
    return read(head, block - 1, 1).thenApply(blocks -> blocks.get(0));
  }

  private MillraceException missing(Head head, long sequence, Epoch epoch) {
    long truncated = heads.getOrDefault(head.partition(), head).start().truncated();
    return sequence <= truncated
        ? BlockLog.truncated(head.partition(), sequence, truncated)
        : MillraceException.of(CORRUPT, "committed block is missing")
            .with("partition", head.partition())
            .with("sequence", sequence)
            .with("epoch", epoch.value());
  }

  @Override
  public CompletionStage<Integer> sweepOrphans(Head claimed) {
    return CompletableFuture.completedFuture(
        deleteAll(
            place ->
                place.partition().equals(claimed.partition())
                    && place.sequence() > claimed.sequence()
                    && place.epoch().value() < claimed.epoch().value()));
  }

  @Override
  public CompletionStage<Void> deleteTruncated(Head head) {
    deleteAll(
        place ->
            place.partition().equals(head.partition())
                && place.sequence() <= head.start().truncated());
    packs.deleteTruncated(heads.getOrDefault(head.partition(), head), head.start().truncated());
    return CompletableFuture.completedFuture(null);
  }

  void erase(PartitionId partition) {
    deleteAll(place -> place.partition().equals(partition));
    packs.erase(partition);
    heads.remove(partition);
  }

  private int deleteAll(Predicate<Place> which) {
    index.keySet().removeIf(which);
    return deleteRows(which);
  }

  private int deleteRows(Predicate<Place> which) {
    int before = rows.size();
    rows.keySet().removeIf(which);
    return before - rows.size();
  }
}
