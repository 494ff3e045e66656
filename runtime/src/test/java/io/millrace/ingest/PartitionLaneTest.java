// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.PackedRecords;
import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.Refused;
import io.millrace.v1.Answers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionLaneTest {
  private static final PartitionId PARTITION = new PartitionId(new UUID(1, 2), 3);
  private static final long LATE = TimeUnit.SECONDS.toNanos(11);

  private record Sent(long previous, int attempt, List<Long> sequences) {}

  private final ArrayDeque<Sent> sent = new ArrayDeque<>();
  private final PartitionLane lane = lane("batch-records = 3");
  private final Answers.Builder answers = Answers.newBuilder();

  private PartitionLane lane(String settings) {
    var config =
        ConfigFactory.parseString("millrace.ingest {" + settings + "}")
            .withFallback(ConfigFactory.defaultReference());
    return new PartitionLane(
        PARTITION,
        IngestSettings.from(config),
        (partition, previous, attempt, records) ->
            sent.add(
                new Sent(previous, attempt, records.stream().map(DataRecord::sequence).toList())));
  }

  private static void add(PartitionLane lane, int valueBytes, long... sequences) {
    for (long sequence : sequences) {
      var record =
          new DataRecord(
              sequence,
              ByteString.copyFromUtf8("k"),
              ByteString.copyFrom(new byte[valueBytes]),
              DataRecord.NO_EVENT_TIME,
              Fields.EMPTY);
      lane.add(PackedRecords.copyOf(List.of(record)), 0);
    }
  }

  private void add(long... sequences) {
    add(lane, 10, sequences);
  }

  private static Committed committed(long last, Refused... refusals) {
    return new Committed(PARTITION, new Epoch(4), 17, last, 1, List.of(refusals));
  }

  @Test
  void givenNothingOnItsWay_whenPumped_thenTheFirstBatchGoesAtOnceAndTheRestWaits() {
    lane.open(2);
    add(5);
    lane.pump(0, false);
    add(6, 9);
    lane.pump(0, false);

    assertThat(sent).containsExactly(new Sent(2, 0, List.of(5L)));
    assertThat(lane.lingers()).isTrue();
    lane.pump(0, true);
    assertThat(sent).contains(new Sent(5, 0, List.of(6L, 9L)));
  }

  @Test
  void givenManyRecords_whenPumped_thenBatchesChainAndKeepTheirSize() {
    lane.open(0);
    add(1, 2, 4, 7, 8);

    lane.pump(0, true);

    assertThat(sent)
        .containsExactly(new Sent(0, 0, List.of(1L, 2L, 4L)), new Sent(4, 0, List.of(7L, 8L)));
  }

  @Test
  void givenBytesAtTheLimit_whenPumped_thenNoMoreGoesUntilAnswered() {
    PartitionLane tight = lane("batch-bytes = 1 KiB, partition-bytes-max = 2 KiB");
    tight.open(0);
    add(tight, 900, 1, 2, 3, 4);

    tight.pump(0, true);

    assertThat(sent).hasSize(3);
    assertThat(tight.bytes()).isGreaterThanOrEqualTo(2048);
    tight.committed(committed(2), 0, answers);
    tight.pump(0, true);
    assertThat(sent).hasSize(4);
    tight.committed(committed(4), 0, answers);
    assertThat(tight.isIdle()).isTrue();
    assertThat(tight.bytes()).isZero();
  }

  @Test
  void givenBatches_whenCommitted_thenOneReceiptCoversExactlyTheirRecords() {
    lane.open(0);
    add(2, 5, 6, 9);
    lane.pump(0, true);

    long nanos = lane.committed(committed(9, new Refused(5, "no")), 70, answers);

    assertThat(nanos).isEqualTo(70);

    assertThat(answers.getReceiptsList())
        .singleElement()
        .satisfies(r -> assertThat(r.getPartition()).isEqualTo(3))
        .satisfies(r -> assertThat(r.getEpoch()).isEqualTo(4))
        .satisfies(r -> assertThat(r.getBlock()).isEqualTo(17))
        .satisfies(r -> assertThat(r.getFirstSequence()).isEqualTo(2))
        .satisfies(r -> assertThat(r.getStepsList()).containsExactly(3L, 1L, 3L))
        .satisfies(r -> assertThat(r.getLastSequence()).isEqualTo(9))
        .satisfies(r -> assertThat(r.getDuplicates()).isEqualTo(1));
    assertThat(answers.getRefusalsList())
        .singleElement()
        .satisfies(r -> assertThat(r.getSequence()).isEqualTo(5));
    assertThat(lane.isIdle()).isTrue();
  }

  @Test
  void givenAnsweredBatch_whenAnsweredAgain_thenNothingIsAdded() {
    lane.open(0);
    add(1, 2, 3, 4);
    lane.pump(0, true);
    lane.committed(committed(3), 20, answers);

    assertThat(lane.committed(committed(3), 50, answers)).isZero();

    assertThat(answers.getReceiptsCount()).isEqualTo(1);
    assertThat(lane.isIdle()).isFalse();
  }

  @Test
  void givenGapAtThePartition_whenExpected_thenAllUnansweredGoAgainInOrderOnce() {
    lane.open(0);
    add(1, 2, 3, 4);
    lane.pump(0, true);
    sent.clear();

    assertThat(lane.expected(0, 0, 0)).isFalse();
    assertThat(lane.expected(0, 0, 0)).isFalse();

    assertThat(sent)
        .containsExactly(new Sent(0, 1, List.of(1L, 2L, 3L)), new Sent(3, 1, List.of(4L)));
  }

  @Test
  void givenBatchNotTaken_whenThePauseIsOver_thenSentAgainAndNothingBefore() {
    lane.open(0);
    add(1);
    lane.pump(0, true);
    sent.clear();

    assertThat(lane.notTaken(0)).isTrue();
    assertThat(lane.notTaken(0)).as("pauses already").isFalse();
    add(2);
    lane.pump(0, true);
    assertThat(lane.expected(0, 0, 0)).isFalse();
    assertThat(sent).isEmpty();
    lane.resume(0);

    assertThat(sent).containsExactly(new Sent(0, 1, List.of(1L)));
    assertThat(lane.notTaken(0)).as("late, of the attempt before").isFalse();
    assertThat(lane.notTaken(NotTaken.ANY_ATTEMPT)).isTrue();
  }

  @Test
  void givenSilentOwner_whenTooLong_thenSentAgainButNotWhileItGivesSigns() {
    lane.open(0);
    add(1);
    lane.pump(0, true);
    sent.clear();

    lane.waiting(LATE);
    assertThat(lane.sendAgainIfSilent(LATE + 1)).isFalse();
    assertThat(lane.sendAgainIfSilent(2 * LATE)).isTrue();

    assertThat(sent).containsExactly(new Sent(0, 1, List.of(1L)));
  }

  @Test
  void givenRecordsThePartitionHas_whenSentAgain_thenTheyClaimNothingBeyondThemselves() {
    lane.open(7);
    add(3, 5, 7, 8);

    lane.pump(0, true);

    assertThat(sent)
        .containsExactly(new Sent(2, 0, List.of(3L, 5L, 7L)), new Sent(7, 0, List.of(8L)));
  }

  @Test
  void givenOwnerThatLacksWhatWasCommitted_whenExpected_thenTheLanePausesInsteadOfSendingForEver() {
    lane.open(4);
    add(5, 6, 7, 8);
    lane.pump(0, true);
    sent.clear();

    assertThat(lane.expected(0, 3, 0)).isTrue();
    assertThat(lane.expected(0, 3, 0)).isFalse();
    assertThat(sent).isEmpty();
    lane.resume(0);

    assertThat(sent)
        .containsExactly(new Sent(4, 1, List.of(5L, 6L, 7L)), new Sent(7, 1, List.of(8L)));
  }

  @Test
  void givenPartitionOpenedAheadOfItsCommits_whenTheNextOwnerLacksThem_thenItCanTakeWhatIsSent() {
    var partition = new PlainPartition();
    partition.take(0, List.of(1L));
    partition.commit();
    partition.take(1, List.of(3L, 5L, 7L));
    lane.open(partition.committed);
    add(3, 5, 7, 8);
    lane.pump(0, true);
    partition.recover();

    for (Sent batch : sent) {
      assertThat(partition.take(batch.previous(), batch.sequences())).isTrue();
    }

    partition.commit();
    assertThat(partition.log).containsExactly(1L, 3L, 5L, 7L, 8L);
  }

  /** One producer's part of a partition; recovering takes back what is not committed. */
  private static final class PlainPartition {
    private final List<Long> log = new ArrayList<>();
    private long committed;

    private long applied() {
      return log.isEmpty() ? 0 : log.get(log.size() - 1);
    }

    private boolean take(long previous, List<Long> sequences) {
      if (sequences.get(sequences.size() - 1) > applied()) {
        if (previous > applied()) {
          return false;
        }
        sequences.stream().filter(s -> s > applied()).forEach(log::add);
      }
      return true;
    }

    private void commit() {
      committed = applied();
    }

    private void recover() {
      log.removeIf(s -> s > committed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void givenLossesAndRecoveriesToOlderCommits_whenTheyEnd_thenEveryRecordIsInOnceAndInOrder(
      long seed) {
    var random = new SplittableRandom(seed);
    var partition = new PlainPartition();
    long opened = random.nextInt(6);
    for (long s = 1; s <= opened; s++) {
      partition.take(s - 1, List.of(s));
      if (random.nextBoolean()) {
        partition.commit();
      }
    }
    lane.open(partition.committed);
    long next = partition.committed + 1;
    var all = new ArrayList<Long>();
    for (long s = 1; s < next; s++) {
      all.add(s);
    }

    for (int step = 0; step < 400; step++) {
      boolean calm = step >= 300;
      if (!calm && random.nextInt(3) == 0) {
        add(next);
        all.add(next);
        next += next < opened ? 1 : 1 + random.nextInt(3);
      }
      lane.pump(0, random.nextBoolean() || calm);
      for (int i = sent.size(); i > 0; i--) {
        Sent batch = sent.remove();
        long last = batch.sequences().get(batch.sequences().size() - 1);
        if (!calm && random.nextInt(5) == 0) {
          continue;
        }
        if (!partition.take(batch.previous(), batch.sequences())) {
          assertThat(lane.expected(batch.attempt(), partition.applied(), 0))
              .as("an owner that has all commits is never out of date")
              .isFalse();
        } else if (calm || random.nextInt(4) == 0) {
          partition.commit();
          lane.committed(committed(last), 0, answers);
        }
      }
      if (!calm && random.nextInt(10) == 0) {
        partition.recover();
        if (lane.notTaken(NotTaken.ANY_ATTEMPT)) {
          lane.resume(0);
        }
      }
      lane.sendAgainIfSilent(step * LATE);
    }

    assertThat(lane.isIdle()).isTrue();
    assertThat(partition.log).isEqualTo(all);
  }
}
