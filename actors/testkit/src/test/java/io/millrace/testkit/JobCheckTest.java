// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import static io.millrace.testkit.Processors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class JobCheckTest {
  private static final List<TestRecord> INPUT =
      List.of(
          TestRecord.of("ada", "1"),
          TestRecord.of("bob", "2"),
          TestRecord.of("ada", "3"),
          TestRecord.of("ada", "side").from("other"),
          TestRecord.of("bob", "forget"),
          TestRecord.of("cyd", "bad"),
          TestRecord.of("bob", "4"));

  private static AssertionError failure(Supplier<Processor> processor, String input) {
    JobCheck check = TestKit.check(processor).input(INPUT);
    try {
      check.everyCrash().deliverTwice();
    } catch (AssertionError found) {
      return found;
    }
    throw new AssertionError("found nothing wrong with " + input);
  }

  private static AssertionError failure(Supplier<Processor> processor) {
    return failure(processor, "the processor");
  }

  @Test
  void givenGoodProcessor_whenChecked_thenNothingIsWrong() {
    TestKit.check(Processors::counter).input(INPUT).everyCrash().deliverTwice();
  }

  @Test
  void givenFailuresThatAreMeant_whenChecked_thenQuarantineIsComparedToo() {
    TestKit.check(Processors::counter)
        .input(TestRecord.of("ada", "1"), TestRecord.of("ada", "boom"), TestRecord.of("ada", "2"))
        .script(kit -> kit.advanceTime(Duration.ofMinutes(1)).send("bob", "1"))
        .script(kit -> assertThat(kit.quarantine()).hasSize(2))
        .script(TestKit::redrive)
        .script(kit -> assertThat(kit.quarantine()).hasSize(2))
        .script(TestKit::drop)
        .script(kit -> assertThat(kit.state("ada")).hasValue(bytes("2")))
        .script(kit -> kit.send("eve", "boom"))
        .expectingFailures()
        .everyCrash()
        .deliverTwice();
  }

  @Test
  void givenCounterInAField_whenChecked_thenTheFieldIsBlamed() {
    assertThat(failure(Processors.fieldCounter()))
        .hasMessage(
            "job job-under-test gave something else with a crash and a recovery behind every"
                + " step:\n"
                + "  result 2 of stage main: \"bob\" -> \"1\" (expected: \"bob\" ->"
                + " \"2\")\n"
                + "The processor keeps facts in fields: a crash empties them. Facts about records"
                + " belong into the key's state.");
  }

  @Test
  void givenCounterThatAllInstancesShare_whenChecked_thenItIsFoundInTheSecondRun() {
    assertThat(failure(Processors.sharedCounter()))
        .hasMessageContaining("when the same input was run a second time")
        .hasMessageContaining("static or captured field");
  }

  @Test
  void givenTraceOfALostTry_whenChecked_thenTheLostTryIsBlamed() {
    assertThat(failure(Processors.countedTries()))
        .hasMessageContaining("with a crash before the commit of every step")
        .hasMessageContaining("The try whose effect was lost left a trace");
  }

  @Test
  void givenClocksAndRandomness_whenChecked_thenTheyAreFoundInTheSecondRun() {
    for (Supplier<Processor> bad :
        List.of(Processors.nanoTime(), Processors.millis(), Processors.random())) {
      assertThat(failure(bad))
          .hasMessageContaining("when the same input was run a second time")
          .hasMessageContaining("randomness, the system's clock");
    }
  }

  @Test
  void givenProcessorThatWritesIntoItsRecord_whenChecked_thenTheRecordIsNamed() {
    assertThat(failure(Processors.scribbler()))
        .hasMessage(
            "processor wrote into record 1 of producer 'test' (key \"ada\"): value \"0\""
                + " (expected: \"1\", as it came; copy what is to be changed)");
  }

  @Test
  void givenBufferThatIsGivenAwayTwice_whenChecked_thenFoundInOneBlock() {
    assertThat(failure(Processors.bufferReuser()))
        .hasMessageContaining("when many steps committed as one block")
        .hasMessageContaining("wrapped as a ByteString without a copy");
  }

  @Test
  void givenProcessorThatReturnsNull_whenChecked_thenThatIsSaid() {
    assertThat(failure(Processors.nothing()))
        .hasMessageStartingWith(
            "processor of job job-under-test failed on record 1 of producer 'test'")
        .hasMessageContaining("effect: null (expected: an effect; Effect.none() changes nothing)")
        .hasMessageContaining("expectingFailures()");
  }

  @Test
  void givenScriptThatAsserts_whenItsJobBreaksUnderACrash_thenTheAssertionFails() {
    JobCheck check =
        TestKit.check(Processors.fieldCounter())
            .script(
                kit -> {
                  kit.send("ada", "1").send("ada", "2");
                  assertThat(kit.results().get(1).value()).isEqualTo(bytes("2"));
                });

    assertThatThrownBy(check::everyCrash).isInstanceOf(AssertionError.class);
  }

  @Test
  void givenTwice_whenChecked_thenTheProcessorSeesEachRecordOnce() {
    var runs = new ArrayList<AtomicInteger>();
    Supplier<Processor> counted =
        () -> {
          var calls = new AtomicInteger();
          runs.add(calls);
          return (record, context) -> {
            calls.incrementAndGet();
            return Effect.builder().emit(record.value()).build();
          };
        };

    TestKit.check(counted).input(INPUT).deliverTwice();

    assertThat(runs).extracting(AtomicInteger::get).containsExactly(INPUT.size(), INPUT.size());
  }

  @Test
  void givenTroubleWithSnapshots_whenRun_thenSomeCrashesComeBackFromOne() {
    for (Trouble trouble : List.of(Trouble.SNAPSHOT, Trouble.CRASH_BEHIND, Trouble.CRASH_WITHIN)) {
      var kit = new TestKit(Job.of("counter", Processors::counter), trouble);
      int fromSnapshot = 0;
      for (int i = 0; i < 120; i++) {
        kit.send("k" + i % 7, "x");
        fromSnapshot += kit.isFromSnapshot() ? 1 : 0;
      }

      assertThat(fromSnapshot).as("%s", trouble).isGreaterThan(60);
    }
  }

  @Test
  void givenNothingToCompare_whenChecked_thenTheCheckSaysThatItProvesNothing() {
    JobCheck silent = TestKit.check(() -> (record, context) -> Effect.none()).input(INPUT);
    JobCheck empty = TestKit.check(Job.of("empty", Processors::counter));

    assertThatThrownBy(silent::everyCrash)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("left neither results nor states behind");
    assertThatThrownBy(empty::everyCrash)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected: input or script before the check");
  }

  @Test
  void givenLongInput_whenChecked_thenSnapshotsKeepItQuick() {
    var records = new ArrayList<TestRecord>();
    for (int i = 0; i < 500; i++) {
      records.add(TestRecord.of("k" + i % 50, "v" + i));
    }

    TestKit.check(Processors::counter).input(records).everyCrash().deliverTwice();
  }
}
