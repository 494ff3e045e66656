// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link BlockLog} promises. Each test works on a partition of its own. */
public interface BlockLogContract {
  /** The stores under test; the same ones at every call. */
  Stores stores();

  private BlockLog log() {
    return stores().blocks();
  }

  private static PartitionId partition() {
    return new PartitionId(UUID.randomUUID(), 3);
  }

  private static StoredBlock block(Head owner, long sequence, int bytes) {
    var body = new byte[bytes];
    new Random(sequence * 31 + owner.epoch().value()).nextBytes(body);
    return new StoredBlock(
        owner.partition(),
        sequence,
        owner.epoch(),
        ByteString.copyFromUtf8("header " + sequence),
        ByteString.copyFrom(body));
  }

  private static ByteString chain(long sequence) {
    return ByteString.copyFromUtf8("chain " + sequence);
  }

  /** Writes and commits {@code count} more blocks in one step. */
  private Head append(Head head, int count, int bytes) {
    for (long sequence = head.sequence() + 1; sequence <= head.sequence() + count; sequence++) {
      Stages.get(log().write(block(head, sequence, bytes)));
    }
    var next = head.extend(head.sequence() + count, chain(head.sequence() + count));
    var result = Stages.get(log().compareAndSet(head, next));
    assertThat(result).isEqualTo(new BlockLog.CasResult(true, next));
    return next;
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
    var committed = append(first, 2, 10);

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
    var first = append(Stages.get(log().claim(partition())), 3, 20);
    var second = append(Stages.get(log().claim(first.partition())), 2, 20);
    var third = append(Stages.get(log().claim(first.partition())), 1, 20);

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
    var moved = append(claimed, 2, 10);

    var result = Stages.get(log().compareAndSet(claimed, claimed.extend(1, chain(9))));

    assertThat(result).isEqualTo(new BlockLog.CasResult(false, moved));
  }

  @Test
  default void givenCommitted_whenTheSameIsRepeated_thenToldTheHeadItMovedTo() {
    var claimed = Stages.get(log().claim(partition()));
    var moved = append(claimed, 1, 10);

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
    var head = append(Stages.get(log().claim(partition())), 1, 10);
    Stages.get(log().write(block(head, 2, 10)));

    var blocks = Stages.get(log().read(head, 0, Long.MAX_VALUE));

    assertThat(blocks).containsExactly(block(head, 1, 10));
    assertThat(Stages.get(log().read(head, 1, Long.MAX_VALUE))).isEmpty();
  }

  @Test
  default void givenOrphansOfOtherTerms_whenRead_thenIgnored() {
    var first = append(Stages.get(log().claim(partition())), 1, 10);
    Stages.get(log().write(block(first, 2, 700_000)));
    Stages.get(log().write(block(first, 3, 10)));
    var second = Stages.get(log().claim(first.partition()));
    var third = append(Stages.get(log().claim(first.partition())), 1, 10);
    Stages.get(log().write(block(second, 2, 10)));
    var last = append(third, 1, 10);

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
      head = append(head, 1, size);
    }

    assertThat(Stages.get(log().read(head, 0, Long.MAX_VALUE))).isEqualTo(written);
  }

  @Test
  default void givenManyBlocks_whenReadFromAnywhere_thenWithoutGap() {
    var head = append(Stages.get(log().claim(partition())), 200, 5);

    for (long after : new long[] {0, 1, 62, 63, 64, 126, 127, 128, 199, 200}) {
      var blocks = Stages.get(log().read(head, after, Long.MAX_VALUE));
      assertThat(blocks)
          .extracting(StoredBlock::sequence)
          .containsExactlyElementsOf(LongStream.rangeClosed(after + 1, 200).boxed().toList());
    }
  }

  @Test
  default void givenOlderHead_whenRead_thenOnlyUpToIt() {
    var older = append(Stages.get(log().claim(partition())), 2, 5);
    append(older, 3, 5);

    assertThat(Stages.get(log().read(older, 0, Long.MAX_VALUE))).hasSize(2);
    assertThat(Stages.get(log().read(older, 2, Long.MAX_VALUE))).isEmpty();
  }

  @Test
  default void givenBytesMax_whenRead_thenStopsAfterTheBlockThatReachesIt() {
    var head = append(Stages.get(log().claim(partition())), 70, 1_000);
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

    var head = append(claimed, 1, 600_000);

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

    var head = append(claimed, 1, BlockLog.BODY_BYTES_MAX);

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

  /** Commits one more block with a snapshot or two, and gives up blocks up to a number. */
  private Head truncate(Head head, long truncated) {
    var start = head.start();
    if (!start.newest().exists()) {
      start = start.withSnapshot(new SnapshotRef(head.sequence() - 1, UUID.randomUUID()));
    }
    var newest = new SnapshotRef(head.sequence(), UUID.randomUUID());
    start = start.withSnapshot(newest).truncate(truncated);
    Stages.get(log().write(block(head, head.sequence() + 1, 10)));
    var next = head.extend(head.sequence() + 1, chain(head.sequence() + 1), start);
    assertThat(Stages.get(log().compareAndSet(head, next)))
        .isEqualTo(new BlockLog.CasResult(true, next));
    return next;
  }

  private void assertTruncated(Head head, long after, long block) {
    assertThatThrownBy(() -> Stages.get(log().read(head, after, Long.MAX_VALUE)))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(MillraceException.Kind.NOT_FOUND);
              assertThat(e.facts())
                  .containsEntry("partition", head.partition().toString())
                  .containsEntry("block", Long.toString(block));
            });
  }

  @Test
  default void givenSnapshotsAndTruncation_whenCommitted_thenReadersAndClaimsSeeThem() {
    var first = append(Stages.get(log().claim(partition())), 70, 5);
    var second = append(Stages.get(log().claim(first.partition())), 30, 5);

    var truncated = truncate(second, 70);
    var again = truncate(truncated, 90);

    assertThat(second.epochStarts()).isEqualTo(Map.of(1L, 1L, 2L, 71L));
    assertThat(truncated.epochStarts()).isEqualTo(Map.of(2L, 71L));
    assertThat(again.start().swept()).isEqualTo(70);
    assertThat(Stages.get(log().head(first.partition()))).isEqualTo(again);
    var claimed = Stages.get(log().claim(first.partition()));
    assertThat(claimed).isEqualTo(again.claimedBy(claimed.owner()));
  }

  @Test
  default void givenSnapshotCommitted_whenTheSameIsRepeated_thenToldTheHeadItMovedTo() {
    var head = append(Stages.get(log().claim(partition())), 2, 5);
    var start = head.start().withSnapshot(new SnapshotRef(2, UUID.randomUUID()));
    Stages.get(log().write(block(head, 3, 5)));
    var next = head.extend(3, chain(3), start);
    Stages.get(log().compareAndSet(head, next));

    var again = Stages.get(log().compareAndSet(head, next));

    assertThat(again).isEqualTo(new BlockLog.CasResult(false, next));
  }

  @Test
  default void givenTruncated_whenRead_thenNotFoundAndLaterBlocksAreThere() {
    var head = truncate(append(Stages.get(log().claim(partition())), 10, 5), 6);

    assertTruncated(head, 0, 1);
    assertTruncated(head, 5, 6);
    assertThat(Stages.get(log().read(head, 6, Long.MAX_VALUE)))
        .extracting(StoredBlock::sequence)
        .containsExactly(7L, 8L, 9L, 10L, 11L);
  }

  @Test
  default void givenHeadOlderThanTheTruncation_whenRowsAreDeleted_thenNotFoundNotCorrupt() {
    var older = append(Stages.get(log().claim(partition())), 200, 5);
    var head = truncate(older, 130);

    Stages.get(log().deleteTruncated(head));
    Stages.get(log().deleteTruncated(head));

    assertTruncated(older, 0, 1);
    assertTruncated(older, 100, 101);
    assertThat(Stages.get(log().read(older, 130, Long.MAX_VALUE))).hasSize(70);
    assertThat(Stages.get(log().read(head, 130, Long.MAX_VALUE))).hasSize(71);
  }

  @Test
  default void givenSeveralTruncations_whenRowsAreDeleted_thenNothingAboveThemIs() {
    var head = append(Stages.get(log().claim(partition())), 150, 5);
    for (long upTo : new long[] {1, 62, 63, 64, 126, 127, 128, 149}) {
      head = truncate(head, upTo);
      Stages.get(log().deleteTruncated(head));

      var blocks = Stages.get(log().read(head, upTo, Long.MAX_VALUE));

      assertThat(blocks).hasSize((int) (head.sequence() - upTo));
    }
  }

  @Test
  default void givenOrphansOfEarlierTerms_whenSwept_thenTheyAloneAreDeleted() {
    var first = append(Stages.get(log().claim(partition())), 60, 5);
    for (long sequence = 61; sequence <= 70; sequence++) {
      Stages.get(log().write(block(first, sequence, sequence == 65 ? 700_000 : 5)));
    }
    var second = Stages.get(log().claim(first.partition()));
    Stages.get(log().write(block(second, 61, 5)));
    var third = Stages.get(log().claim(first.partition()));
    Stages.get(log().write(block(third, 61, 5)));

    assertThat(Stages.get(log().sweepOrphans(third))).isEqualTo(11);
    assertThat(Stages.get(log().sweepOrphans(third))).isZero();

    var committed = third.extend(61, chain(61));
    assertThat(Stages.get(log().compareAndSet(third, committed)).applied()).isTrue();
    assertThat(Stages.get(log().read(committed, 59, Long.MAX_VALUE)))
        .containsExactly(block(first, 60, 5), block(third, 61, 5));
  }

  @Test
  default void givenOrphanWrittenAfterTheSweep_whenCommittedOverIt_thenNeverRead() {
    var first = append(Stages.get(log().claim(partition())), 1, 5);
    Stages.get(log().write(block(first, 2, 5)));
    var second = Stages.get(log().claim(first.partition()));
    Stages.get(log().sweepOrphans(second));
    Stages.get(log().write(block(first, 2, 5)));
    Stages.get(log().write(block(first, 3, 5)));

    var head = append(second, 2, 5);

    assertThat(Stages.get(log().read(head, 0, Long.MAX_VALUE)))
        .containsExactly(block(first, 1, 5), block(second, 2, 5), block(second, 3, 5));
  }

  @Test
  default void givenBlock_whenReadAgainFromAllReplicas_thenThatOne() {
    var head = truncate(append(Stages.get(log().claim(partition())), 66, 600_000), 10);

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
