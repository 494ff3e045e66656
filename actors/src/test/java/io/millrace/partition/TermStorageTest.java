// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException.Kind;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import io.millrace.processor.StoragePolicy;
import io.millrace.skip.FieldSkip;
import io.millrace.skip.SkipEntry;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.IndexedBlock;
import io.millrace.store.LogStart;
import io.millrace.store.Stages;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How a term keeps what it commits: the skip index, and for how long. */
class TermStorageTest {
  private static final String SMALL = "snapshot-blocks = 10, busy-bytes = 256 KiB";

  private final Stores stores = new InMemoryStores();
  private final BlockLog log = stores.blocks();

  private TermRig begin(String settings, Processor processor, StoragePolicy storage) {
    return new TermRig(stores, log, settings, processor, storage);
  }

  private List<IndexedBlock> index(TermRig rig) {
    return Stages.get(log.index(rig.term.head(), 0, 1_024));
  }

  private static SkipEntry entry(IndexedBlock block) {
    return SkipEntry.decode(CoreRig.PARTITION, block.sequence(), block.entry());
  }

  @Test
  void givenResults_whenCommitted_thenTheIndexSaysWhatEachBlockMayHave() {
    Processor lengths =
        (record, context) ->
            Effect.builder()
                .emit(record.value(), Fields.of("n", record.sequence(), "user", "u"))
                .build();
    TermRig rig = begin("", lengths, StoragePolicy.DEFAULT.withIndexed(List.of("n", "nowhere")));

    rig.put(1, 20);

    List<IndexedBlock> index = index(rig);
    assertThat(index).hasSize(20).allMatch(IndexedBlock::hasEntry);
    for (IndexedBlock block : index) {
      SkipEntry entry = entry(block);
      long sequence = block.sequence();
      FieldSkip n = Objects.requireNonNull(entry.field("n"));
      assertThat(entry.results()).isEqualTo(1);
      assertThat(entry.mayHaveKey(ByteString.copyFromUtf8("k" + sequence % 7))).isTrue();
      assertThat(entry.mayHaveKeyBetween(ByteString.copyFromUtf8("l"), null)).isFalse();
      assertThat(n.isFiltered()).isTrue();
      assertThat(n.mayEqual(sequence)).isTrue();
      assertThat(n.mayEqual(sequence + 1)).isFalse();
      assertThat(Objects.requireNonNull(entry.field("user")).isFiltered()).isFalse();
      assertThat(entry.field("nowhere")).isNull();
    }
  }

  @Test
  void givenNoResults_whenCommitted_thenNoEntry() {
    TermRig rig = begin("", (record, context) -> Effect.none(), StoragePolicy.DEFAULT);

    rig.put(1, 3);

    assertThat(index(rig)).hasSize(3).noneMatch(IndexedBlock::hasEntry);
  }

  @Test
  void givenAge_whenSnapshotsAdvance_thenBlocksThatAreOldEnoughGo() {
    StoragePolicy aDay = StoragePolicy.DEFAULT.withRetainAge(Duration.ofDays(1));
    TermRig rig = begin(SMALL, CoreRig.counting(), aDay);
    rig.put(1, 200);
    rig.pass(Duration.ofHours(23));
    rig.put(201, 300);
    assertThat(rig.term.head().start().truncated()).isZero();

    rig.pass(Duration.ofHours(2));
    rig.put(301, 330);

    LogStart start = rig.term.head().start();
    assertThat(start.truncated()).as("what was committed a day before").isEqualTo(200);
    assertThat(Stages.get(log.read(rig.term.head(), 200, 1))).hasSize(1);
    assertThat(Stages.outcome(log.index(rig.term.head(), 199, 1)).failureKind())
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void givenSize_whenSnapshotsAdvance_thenSoMuchStays() {
    Processor large =
        (record, context) -> Effect.builder().emit(noise((int) record.sequence())).build();
    StoragePolicy policy = StoragePolicy.DEFAULT.withRetainBytes(1 << 20);
    TermRig rig = begin(SMALL, large, policy);

    rig.put(1, 400);

    Head head = rig.term.head();
    assertThat(head.start().truncated()).isBetween(128L, 400L);
    long kept =
        Stages.get(log.read(head, head.start().truncated(), Long.MAX_VALUE)).stream()
            .mapToLong(block -> block.header().size() + block.body().size())
            .sum();
    assertThat(kept).isBetween(1L << 20, 2L << 20);
  }

  @Test
  void givenBlocksOfEarlierTerms_whenTheNextTermTakesSnapshots_thenTheyGoByAgeAndSizeToo() {
    Processor large =
        (record, context) -> Effect.builder().emit(noise((int) record.sequence())).build();
    begin(SMALL, large, StoragePolicy.DEFAULT).put(1, 400);

    TermRig byAge = begin(SMALL, large, StoragePolicy.DEFAULT.withRetainAge(Duration.ofHours(1)));
    byAge.pass(Duration.ofHours(2));
    byAge.put(401, 420);
    assertThat(byAge.term.head().start().truncated()).isEqualTo(400);

    TermRig bySize = begin(SMALL, large, StoragePolicy.DEFAULT.withRetainBytes(1 << 20));
    bySize.put(421, 640);
    Head head = bySize.term.head();
    assertThat(head.start().truncated()).isBetween(401L, 640L);
  }

  private static ByteString noise(int seed) {
    byte[] bytes = new byte[10_000];
    new Random(seed).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  @Test
  void givenTheLargestEntry_whenStored_thenTheStoreTakesIt() {
    assertThat(SkipEntry.BYTES_MAX).isEqualTo(BlockLog.INDEX_BYTES_MAX);
  }
}
