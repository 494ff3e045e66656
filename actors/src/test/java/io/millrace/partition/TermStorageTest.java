// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.Fields;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import io.millrace.processor.StoragePolicy;
import io.millrace.skip.FieldSkip;
import io.millrace.skip.SkipEntry;
import io.millrace.store.BlockLog;
import io.millrace.store.IndexedBlock;
import io.millrace.store.Stages;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How a term keeps what it commits: the skip index, and for how long. */
class TermStorageTest {
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
    TermRig rig =
        begin("", lengths, StoragePolicy.DEFAULT.withIndexed(List.of("n", "nowhere")));

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
  void givenTheLargestEntry_whenStored_thenTheStoreTakesIt() {
    assertThat(SkipEntry.BYTES_MAX).isEqualTo(BlockLog.INDEX_BYTES_MAX);
  }
}
