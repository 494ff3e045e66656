// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.partition.CoreRig.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.DataRecord;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.QuarantineEntry;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.QuarantineDone;
import io.millrace.partition.PartitionReply.Quarantined;
import io.millrace.processor.ErrorPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a partition does about calls that were interrupted; which ones are is up to the test. */
class DeadlineTest {
  private static final ProducerEpoch FIRST = new ProducerEpoch(1, 1);
  private static final ErrorPolicy RETRYING =
      ErrorPolicy.DEFAULT.withRetries(2, Duration.ofMillis(10));

  private final LateCalls watch = new LateCalls();
  private CoreRig rig = rig(RETRYING.withLater(ErrorPolicy.Later.CONTINUE));

  private CoreRig rig(ErrorPolicy errors) {
    return new CoreRig(errors, CoreRig.counting(), watch);
  }

  /** Calls with the value "hang" were interrupted, whatever they came to. */
  private static final class LateCalls implements CallWatch {
    private boolean mended;
    private boolean late;
    private boolean closed;

    @Override
    public void begin(String producer, DataRecord record) {
      late = !mended && record.value().toStringUtf8().equals("hang");
    }

    @Override
    public Optional<DeadlineException> end() {
      var where = new StackTraceElement("user.Code", "waits", "Code.java", 12);
      return late
          ? Optional.of(
              new DeadlineException(
                  Duration.ofSeconds(60),
                  Duration.ofSeconds(61),
                  "t-1",
                  new StackTraceElement[] {where}))
          : Optional.empty();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private void commitAll() {
    while (!rig.lingers.isEmpty() || !rig.sealed.isEmpty()) {
      if (!rig.lingers.isEmpty()) {
        rig.linger();
      }
      rig.commit(rig.sealed.size());
    }
  }

  private void retryAll() {
    while (!rig.retries.isEmpty()) {
      assertThat(rig.retries.removeFirst()).isZero();
      rig.core.retry(rig.nowMs, rig);
    }
  }

  private List<QuarantineEntry> list() {
    rig.core.listQuarantine(0, 100, "lister", rig);
    commitAll();
    return rig.only("lister", Quarantined.class).entries();
  }

  @Test
  void givenLateCall_whenItReturns_thenQuarantinedWithoutRetryAndNothingOfItsEffectHappens() {
    rig.append("a", FIRST, 0, record(1, "k", "v"), record(2, "k", "hang"), record(3, "k", "v"));

    assertThat(rig.retries).as("no try again, but others first").containsExactly(Duration.ZERO);
    retryAll();
    commitAll();

    assertThat(rig.only("a", Committed.class).refusals())
        .singleElement()
        .satisfies(r -> assertThat(r.sequence()).isEqualTo(2))
        .satisfies(r -> assertThat(r.reason()).contains("quarantined as 1", "deadline=60000 ms"));
    assertThat(rig.committed.get(0).results())
        .extracting(r -> r.value().toStringUtf8())
        .containsExactly("1", "2");
    assertThat(list())
        .singleElement()
        .satisfies(e -> assertThat(e.attempts()).isEqualTo(1))
        .satisfies(e -> assertThat(e.reason()).contains("elapsed=61000 ms", "thread=t-1"))
        .satisfies(e -> assertThat(e.stack()).contains("at user.Code.waits(Code.java:12)"));
  }

  @Test
  void givenLateCalls_whenOthersWait_thenEachIsLetInBetweenAndTheOrderIsKept() {
    rig.append("a", FIRST, 0, record(1, "x", "hang"), record(2, "x", "hang"), record(3, "x", "v"));
    rig.append("b", FIRST, 3, record(4, "x", "hang"));
    rig.append("c", FIRST, 4, record(5, "x", "v"));

    assertThat(rig.retries).hasSize(1);
    rig.retries.removeFirst();
    rig.core.retry(rig.nowMs, rig);
    assertThat(rig.retries).as("one late call, then others first").hasSize(1);
    retryAll();
    commitAll();

    assertThat(rig.replies)
        .extracting(sent -> sent.caller() + " " + ((Committed) sent.reply()).last())
        .containsExactly("a 3", "b 4", "c 5");
    rig.replies.clear();
    assertThat(list()).extracting(e -> e.record().sequence()).containsExactly(1L, 2L, 4L);
    assertThat(rig.core.figures().records()).isEqualTo(5);
  }

  @Test
  void givenLateLastRecord_whenItsBlockCommitsMeanwhile_thenItsSenderIsTold() {
    rig.append("a", FIRST, 0, record(1, "x", "hang"));
    commitAll();

    assertThat(rig.only("a", Committed.class).last()).isEqualTo(1);
    retryAll();
    rig.append("a", FIRST, 1, record(2, "x", "v"));
    commitAll();
    assertThat(rig.only("a", Committed.class).last()).isEqualTo(2);
  }

  @Test
  void givenLateRecords_whenRedriven_thenOneAtATimeAndMendedOnesAll() {
    rig = rig(RETRYING.withLater(ErrorPolicy.Later.PARK));
    rig.append("a", FIRST, 0, record(1, "k", "hang"), record(2, "k", "v"), record(3, "l", "hang"));
    retryAll();
    commitAll();
    rig.replies.clear();

    rig.core.actOnQuarantine(QuarantineAction.REDRIVE, List.of(1L, 3L), "op", rig.nowMs, rig);
    commitAll();
    assertThat(rig.only("op", QuarantineDone.class))
        .isEqualTo(new QuarantineDone(CoreRig.PARTITION, 0, 1, 0, List.of(), List.of(3L)));
    assertThat(list()).extracting(QuarantineEntry::attempts).containsExactly(2, 0, 1);

    watch.mended = true;
    rig.core.actOnQuarantine(QuarantineAction.REDRIVE, List.of(1L, 3L), "op", rig.nowMs, rig);
    commitAll();
    assertThat(rig.only("op", QuarantineDone.class).redriven()).isEqualTo(3);
    assertThat(list()).isEmpty();
  }

  @Test
  void givenTermThatEnds_whenAbandonedBetweenLateRecords_thenAllAreToldAndTheWatchIsClosed() {
    rig.append("a", FIRST, 0, record(1, "x", "hang"), record(2, "x", "v"));
    rig.append("b", FIRST, 2, record(3, "x", "v"));

    rig.core.abandon("moved", 100, rig);

    assertThat(rig.replies).extracting(CoreRig.Sent::caller).containsExactly("a", "b");
    assertThat(watch.closed).isTrue();
  }
}
