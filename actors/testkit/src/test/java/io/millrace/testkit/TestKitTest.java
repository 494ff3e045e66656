// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import static io.millrace.testkit.Processors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.ResultRecord;
import io.millrace.processor.Effect;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.serde.UnreadableStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TestKitTest {
  private final TestKit kit = TestKit.of(Processors::counter);

  private static List<String> texts(List<ResultRecord> results) {
    return results.stream()
        .map(result -> result.key().toStringUtf8() + "=" + result.value().toStringUtf8())
        .toList();
  }

  @Test
  void givenRecords_whenSent_thenResultsAndStatesAreThere() {
    kit.send("ada", "x").send("bob", "x").send("ada", "side").send("bob", "forget");

    assertThat(texts(kit.results())).containsExactly("ada=1", "bob=1", "ada=2");
    assertThat(texts(kit.results("side"))).containsExactly("ada=2");
    assertThat(kit.state("ada")).hasValue(bytes("2"));
    assertThat(kit.state("bob")).isEmpty();
    assertThat(kit.states()).containsOnlyKeys(bytes("ada"));
  }

  @Test
  void givenRecordWithEventTimeAndFields_whenSent_thenTheProcessorSeesThem() {
    var seen = new ArrayList<DataRecord>();
    var at = Instant.parse("2026-03-01T10:00:00Z");
    var echo =
        TestKit.of(
            () ->
                (record, context) -> {
                  seen.add(record);
                  return Effect.builder().emit(record.value(), record.fields()).build();
                });

    echo.send(TestRecord.of("k", "v").at(at).with(Fields.of("n", 1L)).from("p"));

    assertThat(seen)
        .containsExactly(
            new DataRecord(1, bytes("k"), bytes("v"), at.toEpochMilli(), Fields.of("n", 1L)));
    assertThat(echo.results().get(0).eventTimeMs()).isEqualTo(at.toEpochMilli());
    assertThat(echo.results().get(0).fields()).isEqualTo(Fields.of("n", 1L));
  }

  @Test
  void givenTwoProducers_whenTheySend_thenEachHasItsOwnSequences() {
    var sequences = new ArrayList<Long>();
    var noted =
        TestKit.of(
            () ->
                (record, context) -> {
                  sequences.add(record.sequence());
                  return Effect.none();
                });

    noted.sendFrom("a", "k", "v").sendFrom("b", "k", "v").sendFrom("a", "k", "v");

    assertThat(sequences).containsExactly(1L, 1L, 2L);
  }

  @Test
  void givenRefusedRecord_whenSent_thenItLiesInTheSideOutput() {
    kit.send("ada", "bad");

    assertThat(kit.results()).isEmpty();
    assertThat(kit.results("refused"))
        .singleElement()
        .satisfies(r -> assertThat(r.fields().text("reason")).hasValue("value is bad"));
  }

  @Test
  void givenProcessorThatThrows_whenRedriven_thenTheQuarantineShowsEachStep() {
    var healed = new AtomicBoolean();
    var tries = new AtomicInteger();
    Processor moody =
        (record, context) -> {
          tries.incrementAndGet();
          if (!healed.get() && record.value().equals(bytes("boom"))) {
            throw new IllegalStateException("not yet");
          }
          return Effect.builder().emit(record.value()).build();
        };
    var kit = TestKit.of(() -> moody);

    kit.send("ada", "boom").send("ada", "behind").send("bob", "fine");

    assertThat(tries).hasValue(1 + ErrorPolicy.DEFAULT.retries() + 1);
    assertThat(kit.quarantine()).extracting(QuarantineEntry::parked).containsExactly(false, true);
    assertThat(kit.quarantine().get(0).reason()).contains("not yet");
    assertThat(texts(kit.results())).containsExactly("bob=fine");
    assertThat(kit.now()).as("pauses between tries do not move it").isEqualTo(TestKit.START);

    healed.set(true);
    kit.redrive();

    assertThat(kit.quarantine()).isEmpty();
    assertThat(texts(kit.results())).containsExactly("bob=fine", "ada=boom", "ada=behind");
  }

  @Test
  void givenQuarantine_whenDropped_thenOnlyTheFailedOneIsForgotten() {
    kit.send("ada", "boom").send("ada", "x");

    kit.drop();

    assertThat(kit.quarantine()).isEmpty();
    assertThat(kit.state("ada")).hasValue(bytes("1"));
  }

  @Test
  void givenHeldCommits_whenRead_thenOnlyWhatIsCommittedShows() {
    kit.send("ada", "x").hold().send("ada", "x").send("ada", "x");

    assertThat(kit.state("ada")).hasValue(bytes("1"));

    kit.commit();

    assertThat(texts(kit.results())).containsExactly("ada=1", "ada=2", "ada=3");
  }

  @Test
  void givenHeldCommits_whenCrashed_thenTheProcessorRunsAgainOnTheStateOfBefore() {
    var seen = new ArrayList<String>();
    var instances = new AtomicInteger();
    var kit =
        TestKit.of(
            () -> {
              Processor counter = Processors.counter();
              int instance = instances.incrementAndGet();
              return (record, context) -> {
                seen.add(instance + ":" + context.state().map(s -> s.toStringUtf8()).orElse("-"));
                return counter.process(record, context);
              };
            });

    kit.send("ada", "x").hold().send("ada", "x").crash();

    assertThat(seen).containsExactly("1:-", "1:1", "2:1");
    assertThat(texts(kit.results())).containsExactly("ada=1", "ada=2");
  }

  @Test
  void givenSnapshots_whenCrashed_thenTheJobComesBackFromOne() {
    kit.send("ada", "x").snapshotEveryBlock();
    for (int i = 0; i < 20; i++) {
      kit.send("k" + i % 7, "x").send("k" + i % 7, "x").crash();
      assertThat(kit.isFromSnapshot()).isTrue();
    }

    assertThat(kit.state("ada")).hasValue(bytes("1"));
    assertThat(kit.state("k0")).hasValue(bytes("6"));
    assertThat(kit.results()).hasSize(41);
  }

  @Test
  void givenCrashWithoutSnapshot_whenTheJobGoesOn_thenTheLogGaveTheStateBack() {
    kit.send("ada", "x").crash().send("ada", "x");

    assertThat(kit.isFromSnapshot()).isFalse();
    assertThat(kit.state("ada")).hasValue(bytes("2"));
  }

  @Test
  void givenClock_whenAdvanced_thenItShowsThatAndNeverGoesBack() {
    kit.advanceTime(Duration.ofMinutes(5)).advanceTime(Duration.ofMillis(1));

    assertThat(kit.now()).isEqualTo(TestKit.START.plusSeconds(300).plusMillis(1));
    assertThatThrownBy(() -> kit.advanceTime(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("by: PT-0.001S (expected: >= 0)");
  }

  @Test
  void givenStateThatCannotBeRead_whenSent_thenThePartitionStopsAndSaysWhy() {
    var kit =
        TestKit.of(
            Job.of(
                "strict",
                () ->
                    (record, context) -> {
                      throw new UnreadableStateException("version 9 is not known here");
                    }));

    assertThatThrownBy(() -> kit.send("ada", "x"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("partition of stage main stopped: ")
        .hasMessageContaining("version 9 is not known here");
    assertThatThrownBy(() -> kit.send("bob", "x")).isInstanceOf(AssertionError.class);
  }

  @Test
  void givenFullQuarantine_whenSent_thenTheReasonIsTold() {
    var kit = TestKit.of(Job.of("full", Processors::counter));
    var big = "y".repeat(1 << 20);
    kit.send("ada", "boom");
    for (int i = 0; i < 16; i++) {
      kit.send("ada", big);
    }

    assertThatThrownBy(() -> kit.send("ada", big))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("record 18 of producer 'test' (key \"ada\") was not taken:")
        .hasMessageContaining("quarantine is full");
  }

  @Test
  void givenProducerNamedAsAPartition_whenMade_thenRefused() {
    assertThatThrownBy(() -> TestRecord.of("k", "v").from("@1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("producer: '@1' (expected: a name that does not start with @)");
  }
}
