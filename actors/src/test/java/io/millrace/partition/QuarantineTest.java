// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.partition.CoreRig.bytes;
import static io.millrace.partition.CoreRig.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProducerEpoch;
import io.millrace.model.QuarantineEntry;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.QuarantineDone;
import io.millrace.partition.PartitionReply.Quarantined;
import io.millrace.processor.Effect;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Processor;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records on which the processor fails: tried again, then set aside, then brought back. */
class QuarantineTest {
  private static final ProducerEpoch FIRST = new ProducerEpoch(1, 1);
  private static final ErrorPolicy PATIENT =
      ErrorPolicy.DEFAULT.withRetries(2, Duration.ofMillis(10));

  /** What "boom" does at present. */
  private boolean broken = true;

  private CoreRig rig = rig(PATIENT, "");

  private CoreRig rig(ErrorPolicy errors, String settings) {
    return new CoreRig(settings, List.of(), List.of(), 1, errors, breakable());
  }

  private Processor breakable() {
    Processor counting = CoreRig.counting();
    return (record, context) -> {
      if (record.value().equals(bytes("boom")) && !broken) {
        return Effect.builder().emit(bytes("mended")).setState(bytes("100")).build();
      }
      return counting.process(record, context);
    };
  }

  private void commitAll() {
    while (!rig.lingers.isEmpty() || !rig.sealed.isEmpty()) {
      if (!rig.lingers.isEmpty()) {
        rig.linger();
      }
      rig.commit(rig.sealed.size());
    }
  }

  private void retry() {
    rig.retries.removeFirst();
    rig.core.retry(rig.nowMs, rig);
  }

  private List<QuarantineEntry> list() {
    rig.core.listQuarantine(0, 100, "lister", rig);
    commitAll();
    return rig.only("lister", Quarantined.class).entries();
  }

  @Test
  void givenFailingRecord_whenRetriesAreUsedUp_thenItLiesInQuarantineInTheSameCommit() {
    rig.append("a", FIRST, 0, record(1, "x", "v"), record(2, "k", "boom"), record(3, "y", "v"));

    assertThat(rig.retries).containsExactly(Duration.ofMillis(10));
    retry();
    assertThat(rig.retries).containsExactly(Duration.ofMillis(20));
    retry();
    assertThat(rig.retries).isEmpty();
    commitAll();

    assertThat(rig.committed).hasSize(1);
    assertThat(rig.committed.get(0).recordCount()).isEqualTo(3);
    assertThat(rig.only("a", Committed.class).refusals())
        .singleElement()
        .satisfies(r -> assertThat(r.sequence()).isEqualTo(2))
        .satisfies(r -> assertThat(r.reason()).contains("quarantined as 1").contains("boom"));
    assertThat(list())
        .singleElement()
        .satisfies(e -> assertThat(e.attempts()).isEqualTo(3))
        .satisfies(e -> assertThat(e.record()).isEqualTo(record(2, "k", "boom")))
        .satisfies(e -> assertThat(e.producer()).isEqualTo("p"))
        .satisfies(e -> assertThat(e.stack()).contains("IllegalStateException").contains("at "));
    assertThat(rig.find("x").block()).isEqualTo(1);
    assertThat(rig.find("y").block()).isEqualTo(1);
    assertThat(rig.core.figures().failed()).isEqualTo(1);
  }

  @Test
  @SuppressWarnings("NullAway") // what a processor without that check may do
  void givenProcessorThatReturnsNull_whenRun_thenQuarantinedAndTheReasonSaysWhatWasExpected() {
    rig = new CoreRig("", List.of(), List.of(), 1, CoreRig.NO_RETRY, (record, context) -> null);

    rig.append("a", FIRST, 0, record(1, "k", "v"));
    commitAll();

    assertThat(rig.only("a", Committed.class).refusals()).hasSize(1);
    assertThat(list())
        .singleElement()
        .satisfies(e -> assertThat(e.reason()).contains("effect: null (expected: an effect;"));
  }

  /** What the JVM's own errors are not: they may come of any code. */
  static Stream<Throwable> failures() {
    return Stream.of(
        new NoClassDefFoundError("shop/Missing"),
        new ExceptionInInitializerError("static part failed"),
        new AssertionError("must not be"),
        new StackOverflowError(),
        new InterruptedException("of its own making"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void givenErrorOrCheckedException_whenThrown_thenQuarantinedLikeAnyOther(Throwable failure) {
    Processor throwing =
        (record, context) -> {
          if (record.value().equals(bytes("boom"))) {
            throw QuarantineTest.<RuntimeException>undeclared(failure);
          }
          return Effect.none();
        };
    rig = new CoreRig("", List.of(), List.of(), 1, CoreRig.NO_RETRY, throwing);

    rig.append("a", FIRST, 0, record(1, "k", "boom"), record(2, "k", "v"));
    commitAll();

    assertThat(rig.only("a", Committed.class).refusals()).hasSize(1);
    assertThat(list())
        .singleElement()
        .satisfies(e -> assertThat(e.reason()).startsWith(failure.getClass().getName()));
  }

  /** Throws what a method does not declare, as code in other languages does. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T undeclared(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void givenTheHeapIsFull_whenTheProcessorNotices_thenItIsNoMatterForQuarantine() {
    Processor greedy =
        (record, context) -> {
          throw new OutOfMemoryError("says the test");
        };
    rig = new CoreRig("", List.of(), List.of(), 1, CoreRig.NO_RETRY, greedy);

    assertThatThrownBy(() -> rig.append("a", FIRST, 0, record(1, "k", "v")))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void givenFailingRecord_whenARetrySucceeds_thenNothingIsQuarantined() {
    rig.append("a", FIRST, 0, record(1, "k", "boom"));
    broken = false;
    retry();
    commitAll();

    assertThat(rig.only("a", Committed.class).refusals()).isEmpty();
    assertThat(list()).isEmpty();
  }

  @Test
  void givenRecordUnderRetry_whenOtherBatchesCome_thenTheyWaitInOrder() {
    rig.append("a", FIRST, 0, record(1, "k", "boom"));
    rig.append("b", FIRST, 1, record(2, "other", "v"));
    rig.append("c", FIRST, 2, record(3, "other", "v"));

    assertThat(rig.replies).isEmpty();
    retry();
    retry();
    commitAll();

    assertThat(rig.replies)
        .extracting(sent -> sent.caller() + " " + ((Committed) sent.reply()).last())
        .containsExactly("a 1", "b 2", "c 3");
  }

  @Test
  void givenRecordUnderRetry_whenItsStreamIsFenced_thenItIsNotTaken() {
    rig.append("a", FIRST, 0, record(1, "k", "boom"));

    rig.core.openProducer("p", new ProducerEpoch(2, 1), "newer", rig);
    assertThat(rig.only("newer", ProducerOpened.class).applied()).isZero();
    retry();

    rig.only("a", ProducerFenced.class);
    assertThat(list()).isEmpty();
  }

  @Test
  void givenParkingJob_whenLaterRecordsOfTheKeyCome_thenTheyRunInOrderOnceTheFirstIsMended() {
    rig = rig(PATIENT.withRetries(0, Duration.ZERO), "");
    rig.append(
        "a",
        FIRST,
        0,
        record(1, "k", "boom"),
        record(2, "k", "v"),
        record(3, "other", "v"),
        record(4, "k", "v"));
    commitAll();
    assertThat(rig.only("a", Committed.class).refusals()).hasSize(3);
    assertThat(rig.find("k").block()).isZero();
    assertThat(rig.find("other").block()).isEqualTo(1);
    assertThat(list()).extracting(QuarantineEntry::parked).containsExactly(false, true, true);

    broken = false;
    rig.core.actOnQuarantine(QuarantineAction.REDRIVE, List.of(2L, 1L), "op", rig.nowMs, rig);
    assertThat(rig.replies).as("not before it is durable").isEmpty();
    commitAll();

    assertThat(rig.only("op", QuarantineDone.class))
        .isEqualTo(new QuarantineDone(CoreRig.PARTITION, 3, 0, 0, List.of(2L), List.of()));
    assertThat(rig.committed.get(1).results())
        .extracting(r -> r.value().toStringUtf8())
        .containsExactly("mended", "101", "102");
    assertThat(list()).isEmpty();
    var again = new CoreRig("", rig.committed, 2);
    assertThat(again.core.figures().quarantined()).isZero();
    assertThat(again.core.figures().failed()).isEqualTo(1);
    assertThat(again.core.figures().records()).isEqualTo(4);
  }

  @Test
  void givenContinuingJob_whenLaterRecordsOfTheKeyCome_thenTheyGoOn() {
    rig = rig(CoreRig.NO_RETRY, "");
    rig.append("a", FIRST, 0, record(1, "k", "boom"), record(2, "k", "v"));
    commitAll();

    assertThat(rig.only("a", Committed.class).refusals()).hasSize(1);
    assertThat(rig.find("k").block()).isEqualTo(1);
  }

  @Test
  void givenParkedRecordThatFailsToo_whenTheFirstIsDropped_thenItTakesItsPlace() {
    rig = rig(PATIENT.withRetries(0, Duration.ZERO), "");
    rig.append("a", FIRST, 0, record(1, "k", "boom"), record(2, "k", "boom"), record(3, "k", "v"));
    commitAll();
    rig.replies.clear();

    rig.core.actOnQuarantine(QuarantineAction.DROP, List.of(1L), "op", rig.nowMs, rig);
    commitAll();

    assertThat(rig.only("op", QuarantineDone.class))
        .isEqualTo(new QuarantineDone(CoreRig.PARTITION, 0, 1, 1, List.of(), List.of()));
    assertThat(list())
        .extracting(e -> e.id() + " " + e.parked() + " " + e.attempts())
        .containsExactly("2 false 1", "3 true 0");
  }

  @Test
  void givenQuarantine_whenReplayed_thenTheSameAndIdsGoOn() {
    rig = rig(PATIENT.withRetries(0, Duration.ZERO), "");
    rig.append("a", FIRST, 0, record(1, "k", "boom"), record(2, "k", "v"));
    commitAll();
    rig.replies.clear();
    List<QuarantineEntry> before = list();

    var log = List.copyOf(rig.committed);
    rig = new CoreRig("", List.of(), log, 2, PATIENT.withRetries(0, Duration.ZERO), breakable());

    assertThat(list()).isEqualTo(before);
    rig.append("a", FIRST, 2, record(3, "k", "v"));
    commitAll();
    rig.replies.clear();
    assertThat(list()).extracting(QuarantineEntry::id).containsExactly(1L, 2L, 3L);
  }

  @Test
  void givenFullQuarantine_whenMoreComes_thenNothingIsTakenUntilThereIsRoom() {
    rig = rig(CoreRig.NO_RETRY, "quarantine-bytes-max = 1 KiB");
    rig.append("a", FIRST, 0, record(1, "k", "boom"));
    commitAll();
    rig.replies.clear();

    rig.append("a", FIRST, 1, record(2, "x", "v"));
    assertThat(rig.only("a", NotTaken.class).reason()).contains("quarantine is full");
    rig.core.actOnQuarantine(QuarantineAction.DROP, List.of(1L), "op", rig.nowMs, rig);
    commitAll();
    rig.replies.clear();

    rig.append("a", FIRST, 1, record(2, "x", "v"));
    commitAll();
    rig.only("a", Committed.class);
    assertThat(rig.core.find(bytes("x"), 0)).isInstanceOf(Found.class);
  }
}
