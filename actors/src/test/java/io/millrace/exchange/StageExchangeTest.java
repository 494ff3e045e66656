// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.partition.Carrier;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.Waiting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StageExchangeTest {
  private static final UUID JOB = new UUID(3, 4);

  /** Batches of two records, two at a time on their way. */
  private static final ExchangeSettings SETTINGS =
      ExchangeSettings.from(
          ConfigFactory.parseString(
                  """
                  millrace.exchange {
                    batch-records = 2, batch-bytes = 66, in-flight-bytes-max = 132
                    answer-timeout = 5 s, backoff-min = 20 ms, backoff-max = 1 s
                  }
                  """)
              .withFallback(ConfigFactory.defaultReference()));

  private record Sent(int target, long previous, int attempt, List<Long> sequences) {}

  private record Alarm(Duration pause, Runnable task) {}

  /** Writes down what is wanted. */
  private static final class Road implements Carrier.Road {
    private final List<Integer> opened = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private final ArrayDeque<Alarm> alarms = new ArrayDeque<>();
    private final List<String> delivered = new ArrayList<>();
    private final List<MillraceException> failures = new ArrayList<>();

    @Override
    public void open(int target) {
      opened.add(target);
    }

    @Override
    public void append(int target, long previous, int attempt, List<DataRecord> records) {
      sent.add(
          new Sent(target, previous, attempt, records.stream().map(DataRecord::sequence).toList()));
    }

    @Override
    public void later(Duration wait, Runnable task) {
      alarms.add(new Alarm(wait, task));
    }

    @Override
    public void delivered(int target, long sequence) {
      delivered.add(target + ":" + sequence);
    }

    @Override
    public void failed(MillraceException cause) {
      failures.add(cause);
    }

    private List<Sent> takeSent() {
      var taken = List.copyOf(sent);
      sent.clear();
      return taken;
    }

    /** Rings the oldest alarm of that length. */
    private void ring(Duration wait) {
      Alarm alarm = alarms.stream().filter(a -> a.pause().equals(wait)).findFirst().orElseThrow();
      alarms.remove(alarm);
      alarm.task().run();
    }
  }

  private final Road road = new Road();
  private final StageExchange exchange = new StageExchange(new PartitionId(JOB, 0), SETTINGS, road);

  private static PartitionId target(int number) {
    return new PartitionId(JOB, number);
  }

  private static OutboxRecord owed(int target, long previous, long sequence) {
    var key = ByteString.copyFromUtf8("k");
    return new OutboxRecord(
        target,
        previous,
        new DataRecord(sequence, key, ByteString.EMPTY, DataRecord.NO_EVENT_TIME, Fields.EMPTY));
  }

  private static List<OutboxRecord> owed(int target, long from, long to, long previous) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(i -> owed(target, i == from ? previous : i - 1, i))
        .toList();
  }

  private static PartitionReply committed(int target, long last) {
    return new Committed(target(target), new Epoch(1), 1, last, 0, List.of());
  }

  private static PartitionReply opened(int target, long committed) {
    return new ProducerOpened(target(target), committed, committed);
  }

  private static PartitionReply busy() {
    return new NotTaken(target(7), NotTaken.ANY_ATTEMPT, "busy", 20);
  }

  private static Sent sent(long previous, int attempt, Long... sequences) {
    return new Sent(7, previous, attempt, List.of(sequences));
  }

  @Test
  void givenRecords_whenTargetIsOpen_thenSentInOrderAndOnlySoMuchAtATime() {
    exchange.carry(owed(7, 1, 6, 0));
    assertThat(road.opened).containsExactly(7);
    assertThat(road.takeSent()).isEmpty();

    exchange.answered(opened(7, 0));

    assertThat(road.takeSent()).containsExactly(sent(0, 0, 1L, 2L), sent(2, 0, 3L, 4L));
    exchange.answered(committed(7, 2));
    assertThat(road.takeSent()).containsExactly(sent(4, 0, 5L, 6L));
    exchange.answered(committed(7, 6));
    assertThat(road.delivered).containsExactly("7:2", "7:6");
    assertThat(road.takeSent()).isEmpty();
  }

  @Test
  void givenNewTerm_whenTargetHasSomeAlready_thenOnlyTheRestIsSent() {
    exchange.carry(owed(7, 4, 6, 3));

    exchange.answered(opened(7, 5));

    assertThat(road.delivered).containsExactly("7:5");
    assertThat(road.takeSent()).containsExactly(sent(5, 0, 6L));
  }

  @Test
  void givenTwoTargets_whenOneIsSlow_thenTheOtherGoesOn() {
    exchange.carry(List.of(owed(7, 0, 1), owed(8, 0, 2), owed(7, 1, 3), owed(8, 2, 4)));
    exchange.answered(opened(8, 0));
    assertThat(road.takeSent()).containsExactly(new Sent(8, 0, 0, List.of(2L, 4L)));

    exchange.answered(committed(8, 4));
    exchange.carry(List.of(owed(8, 4, 5)));

    assertThat(road.takeSent()).containsExactly(new Sent(8, 4, 0, List.of(5L)));
  }

  @Test
  void givenLostBatch_whenTargetExpectsIt_thenAllAgainUnderAnotherAttemptOnce() {
    exchange.carry(owed(7, 1, 4, 0));
    exchange.answered(opened(7, 0));
    road.takeSent();

    exchange.answered(new Expected(target(7), 0, 0));
    exchange.answered(new Expected(target(7), 0, 0));

    assertThat(road.takeSent()).containsExactly(sent(0, 1, 1L, 2L), sent(2, 1, 3L, 4L));
  }

  @Test
  void givenSilence_whenAnswerIsOverdue_thenAllAgain() {
    exchange.carry(owed(7, 1, 2, 0));
    road.ring(SETTINGS.answerTimeout());
    assertThat(road.opened).containsExactly(7, 7);
    exchange.answered(opened(7, 0));
    road.takeSent();
    road.ring(SETTINGS.answerTimeout());
    assertThat(road.takeSent()).as("a sign came meanwhile").isEmpty();

    road.ring(SETTINGS.answerTimeout());

    assertThat(road.takeSent()).containsExactly(sent(0, 1, 1L, 2L));
    exchange.answered(new Waiting(target(7), "store is slow", 1_000));
    road.ring(SETTINGS.answerTimeout());
    assertThat(road.takeSent()).as("it waits for its store").isEmpty();
  }

  @Test
  void givenRefusals_whenTheyGoOn_thenPausesGrowUpToTheLongest() {
    exchange.carry(owed(7, 1, 2, 0));
    exchange.answered(opened(7, 0));
    for (long waitMs : new long[] {20, 40, 80, 160, 320, 640, 1_000, 1_000}) {
      road.takeSent();
      exchange.answered(busy());
      assertThat(road.takeSent()).isEmpty();
      road.ring(Duration.ofMillis(waitMs));
      assertThat(road.sent).hasSize(1);
    }

    exchange.answered(committed(7, 2));
    exchange.carry(owed(7, 3, 3, 2));
    exchange.answered(busy());

    road.ring(Duration.ofMillis(20));
  }

  @Test
  void givenOpeningRefused_whenPauseIsOver_thenAskedAgain() {
    exchange.carry(owed(7, 1, 1, 0));

    exchange.answered(busy());
    road.ring(Duration.ofMillis(20));

    assertThat(road.opened).containsExactly(7, 7);
    exchange.answered(opened(7, 0));
    assertThat(road.takeSent()).containsExactly(sent(0, 0, 1L));
  }

  @Test
  void givenNewerOwnerOfTheSource_whenTargetFences_thenTheTermFailsAndNothingIsSent() {
    exchange.carry(owed(7, 1, 2, 0));
    exchange.answered(opened(7, 0));
    road.takeSent();

    exchange.answered(new ProducerFenced(target(7), "@0", 9));
    exchange.carry(owed(7, 3, 3, 2));

    assertThat(road.failures).singleElement().matches(e -> e.kind() == Kind.FENCED);
    assertThat(road.takeSent()).isEmpty();
  }

  @Test
  void givenTargetThatKnowsWhatWasNeverSent_whenOpened_thenTheTermEndsCorrupt() {
    exchange.carry(owed(7, 1, 2, 0));

    exchange.answered(opened(7, 3));

    assertThat(road.failures).singleElement().matches(e -> e.kind() == Kind.CORRUPT);
    assertThat(road.delivered).isEmpty();
  }

  @Test
  void givenTargetThatLacksWhatItHad_whenItExpectsThat_thenAskedAgainLater() {
    exchange.carry(owed(7, 4, 5, 3));
    exchange.answered(opened(7, 3));
    road.takeSent();

    exchange.answered(new Expected(target(7), 0, 1));

    assertThat(road.takeSent()).isEmpty();
    road.ring(SETTINGS.backoffMax());
    assertThat(road.takeSent()).containsExactly(sent(3, 1, 4L, 5L));
  }

  @Test
  void givenWrongSettings_whenRead_thenRefusedByName() {
    assertThatThrownBy(
            () ->
                new ExchangeSettings(
                    100, 1, 99, Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMillis(1)))
        .hasMessageContaining("millrace.exchange.in-flight-bytes-max");
  }
}
