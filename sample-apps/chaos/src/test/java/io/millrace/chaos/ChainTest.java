// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.block.BlockHeader;
import io.millrace.codec.Dictionaries;
import io.millrace.model.Epoch;
import io.millrace.store.Head;
import io.millrace.store.LogStart;
import io.millrace.store.StoredBlock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is wrong with a chain of blocks is found. */
class ChainTest {
  private final List<StoredBlock> blocks =
      Story.stored(new Story().commit("a:1").commit("a:2").commit("a:3").blocks());

  private static Head head(List<StoredBlock> blocks, Map<Long, Long> epochStarts) {
    var last = BlockHeader.decode(blocks.get(blocks.size() - 1).header());
    return new Head(
        Story.partition(),
        new Epoch(1),
        new UUID(3, 4),
        last.sequence(),
        last.chain(),
        epochStarts,
        LogStart.GENESIS);
  }

  private static Verdict check(List<StoredBlock> taken, Head head) {
    var verdict = new Verdict();
    var chain = new Chain(head, verdict);
    taken.forEach(stored -> chain.take(stored, Dictionaries.NONE));
    chain.finish();
    return verdict;
  }

  @Test
  void givenBlocksAsWritten_whenChecked_thenClean() {
    assertThat(check(blocks, head(blocks, Map.of(1L, 1L))).isClean()).isTrue();
  }

  @Test
  void givenBlockLeftOut_whenChecked_thenChain() {
    var verdict = check(List.of(blocks.get(0), blocks.get(2)), head(blocks, Map.of(1L, 1L)));

    assertThat(verdict.count(Violation.CHAIN)).isPositive();
  }

  @Test
  void givenLastBlockMissing_whenChecked_thenChain() {
    var verdict = check(blocks.subList(0, 2), head(blocks, Map.of(1L, 1L)));

    assertThat(verdict.count(Violation.CHAIN)).isPositive();
  }

  @Test
  void givenFlippedByte_whenChecked_thenChain() {
    var bytes = blocks.get(1).body().toByteArray();
    bytes[bytes.length / 2] ^= 1;
    var second = blocks.get(1);
    var spoilt =
        new StoredBlock(
            second.partition(),
            second.sequence(),
            second.epoch(),
            second.header(),
            ByteString.copyFrom(bytes));

    var verdict =
        check(List.of(blocks.get(0), spoilt, blocks.get(2)), head(blocks, Map.of(1L, 1L)));

    assertThat(verdict.count(Violation.CHAIN)).isPositive();
  }

  @Test
  void givenBlockOfAnEpochThatNeverCommittedThere_whenChecked_thenChain() {
    var verdict = check(blocks, head(blocks, Map.of(1L, 1L, 2L, 3L)));

    assertThat(verdict.count(Violation.CHAIN)).isEqualTo(1);
  }

  @Test
  void givenBlocksOfAnotherHistory_whenChecked_thenChain() {
    var others = Story.stored(new Story().commit("a:1").commit("a:3").commit("a:2").blocks());

    var verdict = check(others, head(blocks, Map.of(1L, 1L)));

    assertThat(verdict.count(Violation.CHAIN)).isPositive();
  }
}
