// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static io.millrace.serde.Serdes.int64;
import static io.millrace.serde.Serdes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.ResultRecord;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.processor.Typed;
import io.millrace.testkit.TestKit;
import io.millrace.testkit.TestRecord;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What {@code docs/testing.md} shows. */
class TestingPageTest {
  private static final Job TOTALS =
      Job.of(
          "totals",
          Typed.keys(utf8())
              .values(int64())
              .state(int64())
              .results(int64())
              .process(
                  (record, context) -> {
                    if (record.value() < 0) {
                      return context.refuse("below zero");
                    }
                    long total = context.state().orElse(0L) + record.value();
                    return context.emit(total).setState(total);
                  }));

  @Test
  void givenPayments_whenSent_thenTotalsAreThere() {
    var kit = TestKit.of(TOTALS).typed(utf8(), int64(), int64(), int64());

    kit.send("ada", 2L).send("bob", 5L).send("ada", 3L).send("bob", -1L);

    assertThat(kit.values()).containsExactly(2L, 5L, 5L);
    assertThat(kit.state("ada")).hasValue(5L);
    assertThat(kit.kit().results("refused")).hasSize(1);
  }

  @Test
  void givenPayments_whenChecked_thenNoCrashChangesAnything() {
    var types = TestKit.of(TOTALS).typed(utf8(), int64(), int64(), int64());

    TestKit.check(TOTALS)
        .input(types.record("ada", 2L), types.record("bob", 5L), types.record("ada", 3L))
        .everyCrash()
        .deliverTwice();
  }

  /** Keeps its count in a field: a crash loses it. */
  static final class Counter implements Processor {
    private long count;

    @Override
    public Effect process(DataRecord record, Context context) {
      count++;
      return Effect.builder().emit(utf8().encode(Long.toString(count))).build();
    }
  }

  @Test
  void givenCountInAField_whenChecked_thenFound() {
    assertThatThrownBy(
            () ->
                TestKit.check(Counter::new)
                    .input(TestRecord.of("ada", "x"), TestRecord.of("ada", "x"))
                    .everyCrash())
        .hasMessage(
            "job job-under-test gave something else with a crash and a recovery behind every"
                + " step:\n"
                + "  result 2 of stage main: \"ada\" -> \"1\" (expected: \"ada\" -> \"2\")\n"
                + "The processor keeps facts in fields: a crash empties them. Facts about records"
                + " belong into the key's state.");
  }

  private static final Job WORDS =
      Job.named("words")
          .source()
          .stage(
              "split",
              () ->
                  (record, context) -> {
                    Effect.Builder effect = Effect.builder();
                    for (String word : record.value().toStringUtf8().split(" ")) {
                      effect.emit(utf8().encode(word));
                    }
                    return effect.build();
                  })
          .keyBy(ResultRecord::value)
          .stage(
              "count",
              () ->
                  (record, context) -> {
                    String before = context.state().map(ByteString::toStringUtf8).orElse("0");
                    ByteString count =
                        utf8().encode(Integer.toString(Integer.parseInt(before) + 1));
                    return Effect.builder().emit(count).setState(count).build();
                  })
          .sink();

  @Test
  void givenDocuments_whenSent_thenTheirWordsAreCounted() {
    var kit = TestKit.of(WORDS);

    kit.send("doc-1", "to be or").send("doc-2", "not to be");

    assertThat(kit.state("be")).hasValue(utf8().encode("2"));
    assertThat(kit.stage("split").sent()).hasSize(6);
    assertThat(kit.stage("split").outbox()).isEmpty();
  }

  static Supplier<Processor> parser() {
    return () ->
        (record, context) -> {
          Integer.parseInt(record.value().toStringUtf8());
          return Effect.builder().emit(record.value()).setState(record.value()).build();
        };
  }

  @Test
  void givenScript_whenChecked_thenItsAssertionsHoldUnderEveryTrouble() {
    TestKit.check(parser())
        .script(
            kit -> {
              kit.send("ada", "1").send("ada", "no number").send("ada", "3");
              assertThat(kit.quarantine())
                  .extracting(QuarantineEntry::parked)
                  .containsExactly(false, true);
              kit.advanceTime(Duration.ofHours(1)).drop();
              assertThat(kit.state("ada")).hasValue(utf8().encode("3"));
            })
        .everyCrash()
        .deliverTwice();
  }

  @Test
  void givenHeldCommits_whenCrashed_thenOnlyWhatIsCommittedCounts() {
    var kit = TestKit.of(TOTALS).typed(utf8(), int64(), int64(), int64());

    kit.send("ada", 2L);
    kit.kit().hold();
    kit.send("ada", 3L);
    assertThat(kit.state("ada")).hasValue(2L); // the second one is decided, not committed
    kit.kit().crash(); // its producer has no receipt, and sends it again

    assertThat(kit.state("ada")).hasValue(5L);
  }
}
