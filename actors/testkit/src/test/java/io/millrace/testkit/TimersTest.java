// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import static io.millrace.testkit.Processors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.ResultRecord;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.processor.TimePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** Says of each key how many records it had, an hour after the last one. */
  private static final class Reminder implements Processor {
    @Override
    public Effect process(DataRecord record, Context context) {
      int count = context.state().map(s -> Integer.parseInt(s.toStringUtf8())).orElse(0) + 1;
      return Effect.builder()
          .setState(bytes(Integer.toString(count)))
          .setTimer(TimeKind.PROCESSING, "hour", context.processingTimeMs() + HOUR.toMillis())
          .build();
    }

    @Override
    public Effect onTimer(ByteString key, Timer timer, Context context) {
      String text = context.state().orElseThrow().toStringUtf8() + "@" + timer.timeMs() / 60_000;
      return Effect.builder().emit(bytes(text)).deleteState().build();
    }
  }

  /** Counts each key's records per hour of event time. */
  private static final class Hourly implements Processor {
    @Override
    public Effect process(DataRecord record, Context context) {
      long hour = record.eventTimeMs() / HOUR.toMillis();
      int count = context.state().map(s -> Integer.parseInt(s.toStringUtf8())).orElse(0) + 1;
      return Effect.builder()
          .setState(bytes(Integer.toString(count)))
          .setTimer(TimeKind.EVENT, "end", (hour + 1) * HOUR.toMillis())
          .build();
    }

    @Override
    public Effect onTimer(ByteString key, Timer timer, Context context) {
      return Effect.builder().emit(context.state().orElse(bytes("0"))).deleteState().build();
    }
  }

  /** Fails on its timers as long as the state says so. */
  private static final class Failing implements Processor {
    @Override
    public Effect process(DataRecord record, Context context) {
      return Effect.builder()
          .setState(record.value())
          .setTimer(TimeKind.PROCESSING, "t", context.processingTimeMs() + 1)
          .build();
    }

    @Override
    public Effect onTimer(ByteString key, Timer timer, Context context) {
      throw new IllegalStateException("no time");
    }
  }

  private static List<String> texts(List<ResultRecord> results) {
    return results.stream()
        .map(result -> result.key().toStringUtf8() + "=" + result.value().toStringUtf8())
        .toList();
  }

  @Test
  void givenProcessingTimers_whenTheClockMoves_thenEachFiresAtItsTime() {
    var kit = TestKit.of(Reminder::new);
    long startMin = TestKit.START.toEpochMilli() / 60_000;

    kit.send("ada", "x").advanceTime(Duration.ofMinutes(30)).send("ada", "x").send("bob", "x");
    assertThat(kit.timers("ada"))
        .containsExactly(
            new Timer(TimeKind.PROCESSING, "hour", TestKit.START.toEpochMilli() + 5_400_000));
    kit.advanceTime(Duration.ofMinutes(59));
    assertThat(kit.results()).isEmpty();
    kit.advanceTime(Duration.ofMinutes(1));

    assertThat(texts(kit.results()))
        .containsExactly("ada=2@" + (startMin + 90), "bob=1@" + (startMin + 90));
    assertThat(kit.timers("ada")).isEmpty();
    assertThat(kit.states()).isEmpty();
  }

  @Test
  void givenTimer_whenCrashedBeforeItIsDue_thenItFiresOnce() {
    var kit = TestKit.of(Reminder::new);

    kit.send("ada", "x").crash().advanceTime(HOUR).crash().advanceTime(HOUR);

    assertThat(kit.results()).hasSize(1);
  }

  @Test
  void givenEventTimers_whenTheWatermarkPasses_thenTheyFire() {
    var job =
        Job.of("hourly", Hourly::new)
            .withTime(TimePolicy.DEFAULT.withOutOfOrderness(Duration.ofMinutes(1)));
    var kit = TestKit.of(job);

    kit.send("ada", "x", NOON).send("ada", "x", NOON.plusSeconds(60));
    assertThat(kit.watermark()).hasValue(NOON);
    kit.send("bob", "x", NOON.plusSeconds(3_659));
    assertThat(kit.results()).isEmpty();
    kit.send("bob", "x", NOON.plusSeconds(3_660));

    assertThat(texts(kit.results())).containsExactly("ada=2");
    assertThat(kit.timers("bob")).hasSize(1);
  }

  @Test
  void givenTimers_whenChecked_thenNoCrashMattersAndTheyAreCompared() {
    TestKit.check(Reminder::new)
        .script(
            kit -> {
              kit.send("ada", "x").send("bob", "x").advanceTime(Duration.ofMinutes(10));
              kit.send("ada", "x").advanceTime(Duration.ofMinutes(55)).send("bob", "x");
              kit.advanceTime(HOUR).send("cyd", "x");
              assertThat(kit.results()).hasSize(3);
            })
        .everyCrash()
        .deliverTwice();
    TestKit.check(Hourly::new)
        .script(
            kit -> {
              for (int minute = 0; minute < 300; minute += 25) {
                kit.send("k" + minute % 2, "x", NOON.plusSeconds(60L * minute));
              }
              assertThat(kit.results()).isNotEmpty();
            })
        .everyCrash()
        .deliverTwice();
  }

  @Test
  void givenTimerByTheSystemsClock_whenChecked_thenFound() {
    JobCheck check =
        TestKit.check(
                () ->
                    (record, context) ->
                        Effect.builder()
                            .setTimer(
                                TimeKind.PROCESSING, "t", System.currentTimeMillis() + 3_600_000)
                            .build())
            .input(TestRecord.of("ada", "x"));

    assertThatThrownBy(check::everyCrash)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PROCESSING timer 't' of key \"ada\"")
        .hasMessageContaining("the system's clock");
  }

  @Test
  void givenTimerThatFails_whenDue_thenItLiesInQuarantineAndMayBeDropped() {
    var kit = TestKit.of(Failing::new);

    kit.send("ada", "x").advanceTime(Duration.ofMillis(1));

    assertThat(kit.quarantine())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.producer()).isEqualTo("@timer/processing");
              assertThat(entry.reason()).contains("no time");
            });
    assertThat(kit.drop().quarantine()).isEmpty();
  }

  @Test
  void givenTimerThatFails_whenChecked_thenTheTimerIsNamed() {
    JobCheck check =
        TestKit.check(Failing::new)
            .script(kit -> kit.send("ada", "x").advanceTime(Duration.ofSeconds(1)));

    assertThatThrownBy(check::everyCrash)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("failed on timer 't' of key \"ada\"");
  }
}
