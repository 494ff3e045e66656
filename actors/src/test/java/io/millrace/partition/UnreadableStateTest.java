// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.partition.CoreRig.bytes;
import static io.millrace.partition.CoreRig.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.Quarantined;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Processor;
import io.millrace.processor.Typed;
import io.millrace.serde.Serdes;
import io.millrace.serde.StateSerde;
import io.millrace.serde.UnreadableStateException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A state that the code at hand cannot read, and records that no retry can mend. */
class UnreadableStateTest {
  private static final ProducerEpoch FIRST = new ProducerEpoch(1, 1);
  private static final ErrorPolicy PATIENT =
      ErrorPolicy.DEFAULT.withRetries(2, Duration.ofMillis(10));
  private static final StateSerde<Long> OLD = StateSerde.of(Serdes.int64());
  private static final StateSerde<String> NEW =
      StateSerde.version(2, Serdes.utf8()).reading(1, Serdes.int64(), UnreadableStateTest::stars);

  private static String stars(long count) {
    return "*".repeat(Math.toIntExact(count));
  }

  /** Counts in version 1; the value "boom" is refused by its serde. */
  private static Processor old() {
    return Typed.keys(Serdes.utf8())
        .values(Serdes.utf8().as("no-boom", UnreadableStateTest::notBoom, text -> text))
        .state(OLD)
        .results(Serdes.int64())
        .process(
            (record, context) -> {
              long count = context.state().orElse(0L) + 1;
              return context.emit(count).setState(count);
            })
        .get();
  }

  private static String notBoom(String text) {
    if (text.equals("boom")) {
      throw new IllegalArgumentException("text: boom (expected: anything else)");
    }
    return text;
  }

  /** Counts in version 2, and takes every value. */
  private static Processor current() {
    return Typed.keys(Serdes.utf8())
        .state(NEW)
        .results(Serdes.utf8())
        .process(
            (record, context) -> {
              String count = context.state().orElse("") + "*";
              return context.emit(count).setState(count);
            })
        .get();
  }

  private static CoreRig rig(CoreRig before, Processor processor) {
    return new CoreRig("", List.of(), List.copyOf(before.committed), 2, PATIENT, processor);
  }

  private static CoreRig rig(Processor processor) {
    return new CoreRig("", List.of(), List.of(), 1, PATIENT, processor);
  }

  private static void commitAll(CoreRig rig) {
    while (!rig.lingers.isEmpty() || !rig.sealed.isEmpty()) {
      if (!rig.lingers.isEmpty()) {
        rig.linger();
      }
      rig.commit(rig.sealed.size());
    }
  }

  /** The state of "new" is of version 2, that of "old" of version 1. */
  private static CoreRig afterRollback() {
    CoreRig first = rig(old());
    first.append("a", FIRST, 0, record(1, "old", "v"));
    commitAll(first);
    CoreRig second = rig(first, current());
    second.append("a", FIRST, 1, record(2, "new", "v"));
    commitAll(second);
    return rig(second, old());
  }

  @Test
  void
      givenStateOfNewerCode_whenItsRecordComes_thenEveryoneIsToldAndNothingIsSealedOrQuarantined() {
    CoreRig rig = afterRollback();
    rig.append("waits", FIRST, 2, record(3, "old", "v"));

    assertThatThrownBy(
            () -> rig.append("meets", FIRST, 3, record(4, "old", "v"), record(5, "new", "v")))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("key=\"new\", version=2, versions known=[1]");
    rig.core.abandon("stopped", 1_000, rig);

    assertThat(rig.replies)
        .extracting(CoreRig.Sent::caller)
        .containsExactlyInAnyOrder("waits", "meets");
    assertThat(rig.replies).allSatisfy(s -> assertThat(s.reply()).isInstanceOf(NotTaken.class));
    assertThat(rig.sealed).isEmpty();
    assertThat(rig.retries).as("no retry").isEmpty();
    assertThat(rig.core.figures().failed()).isZero();
  }

  @Test
  void givenStoppedPartition_whenTheRightCodeServes_thenItGoesOnWhereItWas() {
    CoreRig stopped = afterRollback();
    assertThatThrownBy(() -> stopped.append("a", FIRST, 2, record(3, "new", "v")))
        .isInstanceOf(UnreadableStateException.class);

    CoreRig rig = rig(stopped, current());
    rig.append("a", FIRST, 2, record(3, "new", "v"), record(4, "old", "v"));
    commitAll(rig);

    assertThat(rig.only("a", Committed.class).refusals()).isEmpty();
    var block = rig.committed.get(rig.committed.size() - 1);
    assertThat(block.results()).extracting(r -> r.value()).containsOnly(bytes("**"));
    assertThat(block.changes()).extracting(c -> c.state()).containsOnly(NEW.encode("**"));
  }

  @Test
  void givenRetryUnderWay_whenTheNextBatchMeetsIt_thenAllSendersAreTold() {
    boolean[] mended = {false};
    Processor inner = old();
    CoreRig before = afterRollback();
    CoreRig rig =
        rig(
            before,
            (record, context) -> {
              if (!mended[0]) {
                throw new IllegalStateException("not yet");
              }
              return inner.process(record, context);
            });
    rig.append("first", FIRST, 2, record(3, "old", "v"));
    rig.append("second", FIRST, 3, record(4, "new", "v"));
    rig.append("third", FIRST, 4, record(5, "old", "v"));
    mended[0] = true;

    assertThatThrownBy(() -> rig.core.retry(rig.nowMs, rig))
        .isInstanceOf(UnreadableStateException.class);
    rig.core.abandon("stopped", 1_000, rig);

    assertThat(rig.replies)
        .extracting(CoreRig.Sent::caller)
        .containsExactlyInAnyOrder("first", "second", "third");
  }

  @Test
  void givenQuarantinedRecord_whenRedrivenIntoUnreadableState_thenItStaysAsItWas() {
    CoreRig first = rig(old());
    first.append("a", FIRST, 0, record(1, "new", "boom"));
    commitAll(first);
    CoreRig second =
        new CoreRig(
            "",
            List.of(),
            List.copyOf(first.committed),
            2,
            PATIENT.withLater(ErrorPolicy.Later.CONTINUE),
            current());
    second.append("a", FIRST, 1, record(2, "new", "v"));
    commitAll(second);
    CoreRig rig = rig(second, (record, context) -> old().process(record(1, "new", "v"), context));

    assertThatThrownBy(
            () ->
                rig.core.actOnQuarantine(
                    QuarantineAction.REDRIVE, List.of(1L), "redriver", rig.nowMs, rig))
        .isInstanceOf(UnreadableStateException.class);

    rig.core.listQuarantine(0, 10, "lister", rig);
    assertThat(rig.only("lister", Quarantined.class).entries())
        .singleElement()
        .satisfies(e -> assertThat(e.reason()).contains("value cannot be decoded"))
        .satisfies(e -> assertThat(e.attempts()).isEqualTo(1));
  }

  @Test
  void givenValueThatCannotBeDecoded_whenItComes_thenQuarantinedAtOnceAndTheReasonSaysWhy() {
    CoreRig rig = rig(old());

    rig.append("a", FIRST, 0, record(1, "ada", "boom"), record(2, "eve", "v"));
    commitAll(rig);

    assertThat(rig.retries).isEmpty();
    assertThat(rig.only("a", Committed.class).refusals())
        .singleElement()
        .satisfies(
            r ->
                assertThat(r.reason())
                    .contains("quarantined as 1")
                    .contains("value cannot be decoded: serde=no-boom, key=\"ada\", cause=")
                    .contains("text: boom (expected: anything else)"));
    rig.core.listQuarantine(0, 10, "lister", rig);
    assertThat(rig.only("lister", Quarantined.class).entries())
        .singleElement()
        .satisfies(e -> assertThat(e.attempts()).isEqualTo(1));
    assertThat(rig.find("eve").block()).isEqualTo(1);
  }

  @Test
  void givenStateWithUnregisteredClass_whenSet_thenQuarantinedAtOnceAndTheReasonSaysWhatToDo() {
    CoreRig rig =
        rig(
            Typed.keys(Serdes.utf8())
                .state(Serdes.kryo(Object.class).build())
                .process((record, context) -> context.setState(new AtomicLong(1)))
                .get());

    rig.append("a", FIRST, 0, record(1, "ada", "v"));
    commitAll(rig);

    assertThat(rig.retries).isEmpty();
    assertThat(rig.only("a", Committed.class).refusals().get(0).reason())
        .contains("state cannot be encoded: serde=kryo(Object), key=\"ada\"")
        .contains(
            "class=java.util.concurrent.atomic.AtomicLong, expected=.register(ID, AtomicLong.class)");
  }
}
