// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static io.millrace.store.LogSteps.append;
import static io.millrace.store.LogSteps.block;
import static io.millrace.store.LogSteps.chain;
import static io.millrace.store.LogSteps.partition;
import static io.millrace.store.LogSteps.truncate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BlockLog} promises to those who claim, commit and read. Each test works on a
 * partition of its own.
 */
public interface BlockLogContract {
  /** The stores under test; the same ones at every call. */
  Stores stores();

  private BlockLog log() {
    return stores().blocks();
  }

  @Test
  default void givenNobodyClaimed_whenHeadIsRead_thenUnclaimed() {
    var partition = partition();

    var head = Stages.get(log().head(partition));

    assertThat(head).isEqualTo(Head.unclaimed(partition));
    assertThat(Stages.get(log().read(head, 0, 1))).isEmpty();
  }

  @Test
  default void givenClaimed_whenClaimedAgain_thenHigherEpochAndNewOwnerOverTheSameLog() {
    var first = Stages.get(log().claim(partition()));
    var committed = append(log(), first, 2, 10);

    var second = Stages.get(log().claim(first.partition()));

    assertThat(first.epoch()).isEqualTo(new Epoch(1));
    assertThat(second.epoch()).isEqualTo(new Epoch(2));
    assertThat(second.owner()).isNotEqualTo(first.owner());
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(second.chain()).isEqualTo(committed.chain());
    assertThat(second.epochStarts()).isEqualTo(committed.epochStarts());
    assertThat(Stages.get(log().head(first.partition()))).isEqualTo(second);
  }

  @Test
  default void givenNewOwner_whenTheOldOneCommits_thenRefusedAndToldWho() {
    var old = Stages.get(log().claim(partition()));
    Stages.get(log().write(block(old, 1, 10)));
    var current = Stages.get(log().claim(old.partition()));

    var result = Stages.get(log().compareAndSet(old, old.extend(1, chain(1))));

    assertThat(result).isEqualTo(new BlockLog.CasResult(false, current));
  }

  @Test
  default void givenSeveralTerms_whenEachCommits_thenBlocksComeFromTheRightTerm() {
    var first = append(log(), Stages.get(log().claim(partition())), 3, 20);
    var second = append(log(), Stages.get(log().claim(first.partition())), 2, 20);
    var third = append(log(), Stages.get(log().claim(first.partition())), 1, 20);

    var blocks = Stages.get(log().read(third, 0, Long.MAX_VALUE));

    assertThat(third.epochStarts())
        .containsExactlyInAnyOrderEntriesOf(Map.of(1L, 1L, 2L, 4L, 3L, 6L));
    assertThat(blocks)
        .containsExactly(
            block(first, 1, 20),
            block(first, 2, 20),
            block(first, 3, 20),
            block(second, 4, 20),
            block(second, 5, 20),
            block(third, 6, 20));
    assertThat(Stages.get(log().head(first.partition()))).isEqualTo(third);
  }

  @Test
  default void givenHeadMovedOn_whenCommittedFromAnOlderSequence_thenRefusedAndToldWhere() {
    var claimed = Stages.get(log().claim(partition()));
    var moved = append(log(), claimed, 2, 10);

    var result = Stages.get(log().compareAndSet(claimed, claimed.extend(1, chain(9))));

    assertThat(result).isEqualTo(new BlockLog.CasResult(false, moved));
  }

  @Test
  default void givenCommitted_whenTheSameIsRepeated_thenToldTheHeadItMovedTo() {
    var claimed = Stages.get(log().claim(partition()));
    var moved = append(log(), claimed, 1, 10);

    var again = Stages.get(log().compareAndSet(claimed, claimed.extend(1, chain(1))));

    assertThat(again).isEqualTo(new BlockLog.CasResult(false, moved));
  }

  @Test
  default void givenNeverClaimed_whenCommitted_thenRefused() {
    var nobody = Head.unclaimed(partition());

    var result = Stages.get(log().compareAndSet(nobody, nobody.extend(1, chain(1))));

    assertThat(result).isEqualTo(new BlockLog.CasResult(false, nobody));
  }

  @Test
  default void givenAnotherTerm_whenHeadIsToMoveThere_thenAMistake() {
    var first = Stages.get(log().claim(partition()));
    var second = Stages.get(log().claim(first.partition()));

    assertThatThrownBy(() -> log().compareAndSet(first, second.extend(1, chain(1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> log().compareAndSet(second, second))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void givenWrittenButNotCommitted_whenRead_thenInvisible() {
    var head = append(log(), Stages.get(log().claim(partition())), 1, 10);
    Stages.get(log().write(block(head, 2, 10)));

    var blocks = Stages.get(log().read(head, 0, Long.MAX_VALUE));

    assertThat(blocks).containsExactly(block(head, 1, 10));
    assertThat(Stages.get(log().read(head, 1, Long.MAX_VALUE))).isEmpty();
  }

  @Test
  default void givenOrphansOfOtherTerms_whenRead_thenIgnored() {
    var first = append(log(), Stages.get(log().claim(partition())), 1, 10);
    Stages.get(log().write(block(first, 2, 700_000)));
    Stages.get(log().write(block(first, 3, 10)));
    var second = Stages.get(log().claim(first.partition()));
    var third = append(log(), Stages.get(log().claim(first.partition())), 1, 10);
    Stages.get(log().write(block(second, 2, 10)));
    var last = append(log(), third, 1, 10);

    var blocks = Stages.get(log().read(last, 0, Long.MAX_VALUE));

    assertThat(blocks)
        .containsExactly(block(first, 1, 10), block(third, 2, 10), block(third, 3, 10));
  }

  @Test
  default void givenBigBlocks_whenRead_thenWhole() {
    var claimed = Stages.get(log().claim(partition()));
    var sizes = new int[] {0, 1, (512 << 10) - 1, 512 << 10, (512 << 10) + 1, 3_333_333};
    var head = claimed;
    var written = new ArrayList<StoredBlock>();
    for (int size : sizes) {
      written.add(block(head, head.sequence() + 1, size));
      head = append(log(), head, 1, size);
    }

    assertThat(Stages.get(log().read(head, 0, Long.MAX_VALUE))).isEqualTo(written);
  }

  @Test
  default void givenManyBlocks_whenReadFromAnywhere_thenWithoutGap() {
    var head = append(log(), Stages.get(log().claim(partition())), 200, 5);

    for (long after : new long[] {0, 1, 62, 63, 64, 126, 127, 128, 199, 200}) {
      var blocks = Stages.get(log().read(head, after, Long.MAX_VALUE));
      assertThat(blocks)
          .extracting(StoredBlock::sequence)
          .containsExactlyElementsOf(LongStream.rangeClosed(after + 1, 200).boxed().toList());
    }
  }

  @Test
  default void givenOlderHead_whenRead_thenOnlyUpToIt() {
    var older = append(log(), Stages.get(log().claim(partition())), 2, 5);
    append(log(), older, 3, 5);

    assertThat(Stages.get(log().read(older, 0, Long.MAX_VALUE))).hasSize(2);
    assertThat(Stages.get(log().read(older, 2, Long.MAX_VALUE))).isEmpty();
  }

  @Test
  default void givenBytesMax_whenRead_thenStopsAfterTheBlockThatReachesIt() {
    var head = append(log(), Stages.get(log().claim(partition())), 70, 1_000);
    int each = 1_000 + block(head, 1, 1_000).header().size();

    assertThat(Stages.get(log().read(head, 0, 1))).hasSize(1);
    assertThat(Stages.get(log().read(head, 0, 3L * each))).hasSize(3);
    assertThat(Stages.get(log().read(head, 0, 3L * each + 1))).hasSize(4);
    assertThat(Stages.get(log().read(head, 60, 8_000)))
        .extracting(StoredBlock::sequence)
        .startsWith(61L)
        .hasSize(8);
  }

  @Test
  default void givenCommittedBlockNeverWritten_whenRead_thenCorruptNamingIt() {
    var claimed = Stages.get(log().claim(partition()));
    Stages.get(log().write(block(claimed, 1, 10)));
    Stages.get(log().write(block(claimed, 3, 10)));
    var head = claimed.extend(3, chain(3));
    Stages.get(log().compareAndSet(claimed, head));

    assertThatThrownBy(() -> Stages.get(log().read(head, 0, Long.MAX_VALUE)))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(MillraceException.Kind.CORRUPT);
              assertThat(e.facts())
                  .containsEntry("partition", head.partition().toString())
                  .containsEntry("sequence", "2")
                  .containsEntry("epoch", "1");
            });
    assertThat(Stages.get(log().read(head, 0, 1))).hasSize(1);
  }

  @Test
  default void givenWritten_whenWrittenAgainWithTheSameBytes_thenFine() {
    var claimed = Stages.get(log().claim(partition()));
    Stages.get(log().write(block(claimed, 1, 600_000)));

    var head = append(log(), claimed, 1, 600_000);

    assertThat(Stages.get(log().read(head, 0, 1))).containsExactly(block(claimed, 1, 600_000));
  }

  @Test
  default void givenBlockOverTheLimits_whenWritten_thenCallersFault() {
    var claimed = Stages.get(log().claim(partition()));
    var wide =
        new StoredBlock(
            claimed.partition(),
            1,
            claimed.epoch(),
            ByteString.copyFrom(new byte[BlockLog.HEADER_BYTES_MAX + 1]),
            ByteString.EMPTY);

    for (var block : new StoredBlock[] {wide, block(claimed, 1, BlockLog.BODY_BYTES_MAX + 1)}) {
      assertThatThrownBy(() -> Stages.get(log().write(block)))
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> assertThat(e.kind()).isEqualTo(MillraceException.Kind.CALLER));
    }
  }

  @Test
  default void givenLargestBlock_whenRead_thenWhole() {
    var claimed = Stages.get(log().claim(partition()));

    var head = append(log(), claimed, 1, BlockLog.BODY_BYTES_MAX);

    assertThat(Stages.get(log().read(head, 0, 1)))
        .containsExactly(block(claimed, 1, BlockLog.BODY_BYTES_MAX));
  }

  @Test
  default void givenManyClaimers_whenTheyRace_thenNoEpochTwice() {
    var partition = partition();
    var claims = new ArrayList<CompletionStage<Head>>();
    for (int i = 0; i < 6; i++) {
      claims.add(log().claim(partition));
    }

    var outcomes = claims.stream().map(Stages::outcome).toList();

    assertThat(outcomes)
        .filteredOn(Stages.Outcome::isFailure)
        .allSatisfy(o -> assertThat(o.failureKind()).isEqualTo(MillraceException.Kind.FENCED));
    var won = outcomes.stream().filter(o -> !o.isFailure()).map(Stages.Outcome::get).toList();
    assertThat(won).isNotEmpty();
    assertThat(won).extracting(Head::epoch).doesNotHaveDuplicates();
    assertThat(won).extracting(Head::owner).doesNotHaveDuplicates();
  }

  @Test
  default void givenBlock_whenReadAgainFromAllReplicas_thenThatOne() {
    var committed = append(log(), Stages.get(log().claim(partition())), 66, 600_000);
    var head = truncate(log(), committed, 10);

    for (long sequence : new long[] {11, 63, 64, 66}) {
      assertThat(Stages.get(log().reread(head, sequence)))
          .isEqualTo(block(head, sequence, 600_000));
    }
    assertThat(Stages.outcome(log().reread(head, 10)).failureKind())
        .isEqualTo(MillraceException.Kind.NOT_FOUND);
    assertThatThrownBy(() -> log().reread(head, 68)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void givenCommittedBlockNeverWritten_whenReadAgain_thenCorrupt() {
    var claimed = Stages.get(log().claim(partition()));
    var head = claimed.extend(1, chain(1));
    Stages.get(log().compareAndSet(claimed, head));

    assertThat(Stages.outcome(log().reread(head, 1)).failureKind())
        .isEqualTo(MillraceException.Kind.CORRUPT);
  }
}
