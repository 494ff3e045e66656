// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import static io.millrace.testkit.Processors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.OutboxRecord;
import io.millrace.model.ResultRecord;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.serde.UnreadableStateException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StagesTest {
  private static final List<TestRecord> LINES =
      List.of(
          TestRecord.of("1", "to be or"),
          TestRecord.of("2", "not to be"),
          TestRecord.of("3", ""),
          TestRecord.of("1", "that is").from("other"),
          TestRecord.of("2", "the question to be"));

  /** Puts out each word of a line; what is empty goes to a side output. */
  private static Processor words() {
    return (record, context) -> {
      Effect.Builder effect = Effect.builder();
      String line = record.value().toStringUtf8();
      if (line.isEmpty()) {
        return effect.emitTo("empty", record.key()).build();
      }
      for (String word : line.split(" ")) {
        effect.emit(bytes(word));
      }
      return effect.build();
    };
  }

  private static Job wordCount(Supplier<Processor> counter) {
    return Job.named("word-count")
        .source()
        .stage("split", StagesTest::words)
        .keyBy(ResultRecord::value)
        .stage("count", counter)
        .sink();
  }

  /** Two ways from the source to one end; one counts what comes along each. */
  private static Job diamond() {
    return Job.named("diamond")
        .source()
        .stage("split", StagesTest::words)
        .keyBy(ResultRecord::value)
        .stage("left", Processors::counter)
        .from("split")
        .keyBy(ResultRecord::value)
        .stage("right", Processors::counter)
        .from("left")
        .from("right")
        .keyBy(ResultRecord::key)
        .stage("both", Processors::counter)
        .sink();
  }

  private static List<String> texts(List<ResultRecord> results) {
    return results.stream()
        .map(result -> result.key().toStringUtf8() + "=" + result.value().toStringUtf8())
        .toList();
  }

  @Test
  void givenTwoStages_whenSent_thenEachShowsWhatItDid() {
    var kit = TestKit.of(wordCount(Processors::counter));

    kit.send(LINES.get(0)).send(LINES.get(1)).send(LINES.get(2));

    assertThat(texts(kit.results()))
        .containsExactly("to=1", "be=1", "or=1", "not=1", "to=2", "be=2");
    assertThat(kit.state("to")).hasValue(bytes("2"));
    assertThat(kit.stage("split").results()).as("they travelled on").isEmpty();
    assertThat(texts(kit.stage("split").results("empty"))).containsExactly("3=3");
    assertThat(kit.stage("split").states()).isEmpty();
    assertThatThrownBy(() -> kit.stage("merge"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stage: 'merge' (expected: one of split, count)");
  }

  @Test
  void givenHeldCommits_whenSent_thenNothingReachesTheNextStageBeforeTheyCommit() {
    var kit = TestKit.of(wordCount(Processors::counter));

    kit.send(LINES.get(0)).hold().send(LINES.get(1));

    assertThat(kit.results()).hasSize(3);
    assertThat(kit.stage("split").outbox())
        .extracting(OutboxRecord::target)
        .containsExactly(1, 1, 1);
    assertThat(kit.stage("split").sent()).hasSize(3);
    assertThat(kit.commit().results()).hasSize(6);
    assertThat(kit.stage("split").outbox()).isEmpty();
    assertThat(kit.stage("split").sent()).hasSize(6);
  }

  @Test
  void givenStages_whenChecked_thenNoCrashAndNoRepeatChangesAnything() {
    TestKit.check(wordCount(Processors::counter)).input(LINES).everyCrash().deliverTwice();
    TestKit.check(diamond()).input(LINES).everyCrash().deliverTwice();
  }

  /** Sends on, a minute later, what it was told last. */
  private static final class Delayed implements Processor {
    @Override
    public Effect process(DataRecord record, Context context) {
      return Effect.builder()
          .setState(record.value())
          .setTimer(TimeKind.PROCESSING, "minute", context.processingTimeMs() + 60_000)
          .build();
    }

    @Override
    public Effect onTimer(ByteString key, Timer timer, Context context) {
      return Effect.builder().emit(context.state().orElseThrow()).deleteState().build();
    }
  }

  @Test
  void givenTimersBetweenStages_whenChecked_thenNoCrashChangesAnything() {
    Job delayed =
        Job.named("delayed")
            .source()
            .stage("delay", Delayed::new)
            .keyBy(ResultRecord::value)
            .stage("count", Processors::counter)
            .sink();

    TestKit.check(delayed)
        .script(
            kit -> {
              kit.send("a", "x").send("b", "x").advanceTime(Duration.ofSeconds(30)).send("a", "y");
              assertThat(kit.results()).isEmpty();
              kit.advanceTime(Duration.ofSeconds(30));
              assertThat(texts(kit.results())).containsExactly("x=1");
              kit.advanceTime(Duration.ofSeconds(30)).send("b", "x");
              assertThat(texts(kit.results())).containsExactly("x=1", "y=1");
            })
        .everyCrash()
        .deliverTwice();
  }

  @Test
  void givenFieldInTheSecondStage_whenChecked_thenThatStageIsNamed() {
    JobCheck check = TestKit.check(wordCount(Processors.fieldCounter())).input(LINES);

    assertThatThrownBy(check::everyCrash)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("of stage count: ")
        .hasMessageContaining("keeps facts in fields");
  }

  @Test
  void givenMessageToAStageThatIsNotBehind_whenSent_thenItLiesInQuarantine() {
    Supplier<Processor> lost =
        () ->
            (record, context) ->
                Effect.builder().send("nowhere", record.key(), record.value()).build();
    var kit = TestKit.of(wordCount(lost));

    kit.send(LINES.get(3));

    assertThat(kit.quarantine()).hasSize(2);
    assertThat(kit.quarantine().get(0).producer()).isEqualTo("@0");
    assertThat(kit.quarantine().get(0).reason()).contains("message to stage 'nowhere'");
  }

  @Test
  void givenMessageByName_whenSent_thenTheStageBehindGetsIt() {
    ByteString key = bytes("sum");
    var kit =
        TestKit.of(
            Job.named("sums")
                .source()
                .stage(
                    "pick",
                    () ->
                        (record, context) ->
                            Effect.builder().send("sum", key, record.value()).build())
                .bySend()
                .stage("sum", Processors::counter)
                .sink());

    kit.send(LINES);

    assertThat(kit.state(key)).hasValue(bytes("5"));
  }

  @Test
  void givenSecondStageThatStops_whenSent_thenItIsNamed() {
    Supplier<Processor> stopping =
        () ->
            (record, context) -> {
              throw new UnreadableStateException("version 9 is not known here");
            };
    var kit = TestKit.of(wordCount(stopping));

    assertThatThrownBy(() -> kit.send(LINES.get(0)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("partition of stage count stopped: ");
  }
}
