// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.partition.CoreRig.bytes;
import static io.millrace.partition.TimerRig.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.SnapshotPart;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.ProducerMark;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.model.TimerChange;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionReply.QuarantineDone;
import io.millrace.partition.PartitionReply.Quarantined;
import io.millrace.processor.ErrorPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Timers and watermarks of one partition: when they fire, and that they do so once. */
class PartitionCoreTimersTest {
  private TimerRig rig = new TimerRig();

  @Test
  void givenEventTimer_whenTheWatermarkReachesIt_thenItFiresBeforeTheNextRecord() {
    rig.send("k", "e a 100", 0);
    rig.send("k", "tell", 99);
    rig.send("k", "tell", 100);
    rig.send("k", "tell", 90);

    assertThat(rig.fired()).containsExactly("told 0 100", "told 99 100", "k/a@100", "told 100 -1");
    assertThat(rig.core.core.state().timers.isEmpty()).isTrue();
    assertThat(rig.core.core.state().timers.bytes()).isZero();
  }

  @Test
  void givenOneBatch_whenTheWatermarkPassesATimerAmidIt_thenItFiresBetweenTwoOfItsRecords() {
    var records =
        List.of(
            CoreRig.record(1, "k", "e a 100"),
            new DataRecord(2, bytes("k"), bytes("x"), 200, Fields.EMPTY),
            CoreRig.record(3, "k", "tell"));

    rig.core.append("c", "p", TimerRig.FIRST, 0, records);

    assertThat(rig.fired()).containsExactly("k/a@100", "told 200 -1");
    assertThat(rig.core.committed).hasSize(1);
  }

  @Test
  void
      givenTimerThatFires_whenCommitted_thenItsEffectAndItsRemovalLieInOneBlockThatNobodyAwaited() {
    rig.send("k", "p a 5000", NONE);
    rig.commitAll();
    rig.core.replies.clear();

    rig.core.wake();
    rig.commitAll();

    Block block = rig.core.committed.get(1);
    assertThat(rig.core.nowMs).isEqualTo(5_000);
    assertThat(block.recordCount()).isZero();
    assertThat(block.timers())
        .containsExactly(TimerChange.clear(bytes("k"), TimeKind.PROCESSING, "a"));
    assertThat(block.changes()).hasSize(1);
    assertThat(block.results())
        .singleElement()
        .satisfies(r -> assertThat(r.eventTimeMs()).isEqualTo(NONE));
    assertThat(rig.core.replies).isEmpty();
    assertThat(rig.core.core.idle()).isTrue();
    assertThat(rig.core.wakes).isEmpty();
  }

  @Test
  void givenManyTimers_whenDue_thenInTheOrderOfTimeThenKeyThenName() {
    rig.send("b", "p x 3000;p c 2000", NONE);
    rig.send("a", "p z 2000;p d 2000;p first 1500", NONE);

    rig.pass(2_500);
    rig.pass(3_500);

    assertThat(rig.fired())
        .containsExactly("a/first@1500", "a/d@2000", "a/z@2000", "b/c@2000", "b/x@3000");
  }

  @Test
  void givenTimer_whenSetAgainOrCleared_thenItMovesOrIsGone() {
    rig.send("k", "p a 2000;p b 2000;e a 7", NONE);
    rig.send("k", "p a 3000;clear PROCESSING b;clear EVENT never", NONE);
    rig.commitAll();

    assertThat(rig.core.core.state().timers.size()).isEqualTo(2);
    rig.pass(2_999);
    assertThat(rig.fired()).isEmpty();
    rig.pass(3_000);
    assertThat(rig.fired()).containsExactly("k/a@3000");
    assertThat(timers()).containsExactly(set("k", TimeKind.EVENT, "a", 7));
  }

  @Test
  void givenTimerThatSetsItselfAgain_whenFired_thenOnceForEachTime() {
    rig.send("k", "p again 1100", NONE);

    rig.pass(1_350);

    assertThat(rig.fired()).containsExactly("k/again@1100", "k/again@1200", "k/again@1300");
    assertThat(timers()).containsExactly(set("k", TimeKind.PROCESSING, "again", 1_400));
  }

  @Test
  void givenMoreDueTimersThanOneTurnMayFire_whenWoken_thenOthersHaveTheirTurnBetween() {
    rig = new TimerRig("timers-per-turn-max = 2", CoreRig.NO_RETRY);
    rig.send("k", "p a 2000;p b 2000;p c 2000;p d 2000;p e 2000", NONE);

    rig.core.wake();
    assertThat(rig.core.wakes).last().isEqualTo(rig.core.nowMs);
    rig.core.wake();
    assertThat(rig.fired()).hasSize(4);
    rig.core.wake();

    assertThat(rig.fired()).hasSize(5);
    assertThat(rig.core.wakes).isEmpty();
  }

  @Test
  void givenNewOwner_whenRecoveredFromTheLog_thenTimersAndWatermarkAreTheSameAndFireOnce() {
    rig.send("k", "e a 100;p b 4000;p gone 1001;p moved 9000", 50);
    rig.send("j", "e c 40", 60);
    rig.send("k", "p moved 8000;clear PROCESSING gone", 55);
    rig.commitAll();
    List<TimerChange> before = timers();

    rig.handOver(2);

    assertThat(timers()).containsExactlyInAnyOrderElementsOf(before).hasSize(3);
    assertThat(rig.core.core.state().watermarks.watermarkMs()).isEqualTo(60);
    assertThat(rig.core.committed.get(0).marks())
        .containsExactly(new ProducerMark("p", TimerRig.FIRST, 3, 60));
    rig.pass(10_000);
    rig.send("k", "x", 100);
    assertThat(rig.fired()).containsExactly("j/c@40", "k/b@4000", "k/moved@8000", "k/a@100");
  }

  @Test
  void givenTimerThatFired_whenTheOwnerDiesBeforeTheCommit_thenTheNextOneFiresItOnce() {
    rig.send("k", "p a 2000", NONE);
    rig.commitAll();
    rig.core.wake();
    assertThat(timers()).isEmpty();

    rig.handOver(2);

    assertThat(timers()).hasSize(1);
    rig.core.wake();
    assertThat(rig.fired()).containsExactly("k/a@2000");
    rig.handOver(3);
    assertThat(timers()).isEmpty();
    assertThat(rig.core.wakes).isEmpty();
    assertThat(rig.fired()).containsExactly("k/a@2000");
  }

  @Test
  void givenSnapshotTakenWhileTimersGoOn_whenRecovered_thenTheyAreAsOfItsBlockAndBehindIt() {
    rig = new TimerRig("snapshot-blocks = 1", CoreRig.NO_RETRY);
    rig.send("k", "e a 100;p b 4000;p c 5000;p d 6000", 50);
    rig.core.linger();
    SnapshotCut cut = rig.core.cuts.remove();
    rig.send("k", "p b 4500;clear PROCESSING c;p new 7000", 70);
    List<SnapshotPart> parts = parts(cut);
    rig.commitAll();
    rig.core.core.snapshotEnded(true, 0);
    List<TimerChange> atEnd = timers();

    assertThat(parts.stream().flatMap(part -> part.timers().stream()))
        .containsExactlyInAnyOrder(
            set("k", TimeKind.EVENT, "a", 100),
            set("k", TimeKind.PROCESSING, "b", 4_000),
            set("k", TimeKind.PROCESSING, "c", 5_000),
            set("k", TimeKind.PROCESSING, "d", 6_000));
    assertThat(cut.manifest(new UUID(1, 2), chain(), 1).watermarkMs()).isEqualTo(50);
    rig.handOver(2, parts, cut.sequence());
    assertThat(timers()).containsExactlyInAnyOrderElementsOf(atEnd).hasSize(4);
    assertThat(rig.core.core.state().watermarks.watermarkMs()).isEqualTo(70);
  }

  @Test
  void givenFailingTimer_whenTriesAreUsedUp_thenQuarantinedAndRedriven() {
    rig = new TimerRig("", ErrorPolicy.DEFAULT.withRetries(1, Duration.ofMillis(10)));
    rig.failing = "a";
    rig.send("k", "p a 2000", NONE);
    rig.commitAll();
    rig.core.wake();
    assertThat(rig.core.retries).containsExactly(Duration.ofMillis(10));
    rig.send("k", "tell", NONE);
    assertThat(rig.core.sealed).isEmpty();
    rig.core.core.retry(rig.core.nowMs, rig.core);

    QuarantineEntry first = quarantined().get(0);
    assertThat(first.producer()).isEqualTo("@timer/processing");
    assertThat(first.record().key()).isEqualTo(bytes("k"));
    assertThat(first.record().value()).isEqualTo(bytes("a"));
    assertThat(first.record().eventTimeMs()).isEqualTo(2_000);
    assertThat(first.attempts()).isEqualTo(2);
    assertThat(quarantined()).as("the record behind it waits").hasSize(2);
    assertThat(timers()).isEmpty();
    rig.failing = "none";
    rig.core.core.actOnQuarantine(
        QuarantineAction.REDRIVE, List.of(first.id()), "d", rig.core.nowMs, rig.core);
    rig.core.replies.clear();
    assertThat(rig.fired()).containsExactly("k/a@2000", "told " + NONE + " -1");
    assertThat(rig.core.only("d", QuarantineDone.class).redriven()).isEqualTo(2);
    assertThat(quarantined()).isEmpty();
  }

  @Test
  void givenKeyInQuarantine_whenItsTimerIsDue_thenItWaitsBehind() {
    rig = new TimerRig("", ErrorPolicy.DEFAULT.withRetries(0, Duration.ZERO));
    rig.send("k", "p a 2000", NONE);
    rig.send("k", "fail", NONE);
    rig.send("j", "p a 2000", NONE);

    rig.pass(2_000);

    assertThat(rig.fired()).containsExactly("j/a@2000");
    assertThat(quarantined()).extracting(QuarantineEntry::parked).containsExactly(false, true);
  }

  @Test
  void givenFailingTimerAmidABatch_whenItIsTriedAgain_thenTheBatchGoesOnBehindIt() {
    rig = new TimerRig("", ErrorPolicy.DEFAULT.withRetries(1, Duration.ofMillis(10)));
    rig.failing = "a";
    rig.send("k", "e a 100", 0);
    rig.send("k", "x", 100);
    rig.send("k", "tell", 101);
    assertThat(rig.core.retries).hasSize(1);

    rig.failing = "none";
    rig.core.core.retry(rig.core.nowMs, rig.core);

    assertThat(rig.fired()).containsExactly("k/a@100", "told 100 -1");
    assertThat(rig.core.replies).hasSize(3);
    assertThat(rig.core.retries).hasSize(1);
  }

  @Test
  void givenPausedJob_whenTimersAreDue_thenTheyWaitUntilItGoesOn() {
    rig.send("k", "p a 2000", NONE);
    rig.core.paused = true;

    rig.core.wake();
    assertThat(rig.fired()).isEmpty();
    assertThat(rig.core.wakes).containsExactly(rig.core.nowMs + 1_000);
    rig.core.paused = false;
    rig.core.wake();

    assertThat(rig.fired()).containsExactly("k/a@2000");
  }

  @Test
  void givenTwoProducers_whenOneIsBehind_thenTheWatermarkWaitsUntilItIsIdle() {
    rig.send("p", 1, "k", "e a 500", 1_000);
    rig.send("q", 1, "k", "x", 100);
    rig.send("p", 2, "k", "tell", 2_000);
    assertThat(rig.fired())
        .as("the first one had no other beside it")
        .containsExactly("k/a@500", "told 1000 -1");
    rig.send("p", 3, "k", "e b 1500", 2_000);
    rig.core.nowMs += 5_000;
    rig.send("p", 4, "k", "x", 2_000);
    assertThat(rig.fired()).hasSize(2);

    rig.core.wake();

    assertThat(rig.fired()).last().isEqualTo("k/b@1500");
    assertThat(rig.core.nowMs).isEqualTo(11_000);
  }

  @Test
  void givenLateRecord_whenProcessed_thenTheWatermarkStaysAndTellsSo() {
    rig.send("k", "x", 1_000);
    rig.send("k", "tell", 10);
    rig.send("k", "tell", 1_001);
    assertThat(rig.fired()).containsExactly("told 1000 -1", "told 1000 -1");
    assertThat(rig.core.committed).last().extracting(Block::watermarkMs).isEqualTo(1_001L);
  }

  @Test
  void givenJobWithoutEventTimes_whenCommitted_thenBlocksKeepTheirOldForm() {
    rig.send("k", "tell", NONE);
    rig.commitAll();

    assertThat(rig.core.committed).allSatisfy(b -> assertThat(b.watermarkMs()).isEqualTo(NONE));
    assertThat(rig.core.committed.get(0).marks().get(0).hasEventTime()).isFalse();
    assertThat(rig.core.wakes).isEmpty();
  }

  @Test
  void givenClockThatWentBack_whenTheNextOwnerLooks_thenProcessingTimeDoesNot() {
    rig.core.nowMs = 50_000;
    rig.send("k", "p a 60000", NONE);
    rig.commitAll();
    rig.core.nowMs = 20_000;
    rig.handOver(2);

    rig.send("k", "p b 40000", NONE);

    assertThat(rig.fired())
        .as("40 s is past by the first owner's clock")
        .containsExactly("k/b@40000");
    rig.pass(60_000);
    assertThat(rig.fired()).containsExactly("k/b@40000", "k/a@60000");
  }

  @Test
  void givenTimersOverTheirBound_whenOneMoreIsSet_thenTheRecordFailsAndSaysWhy() {
    rig = new TimerRig("timer-bytes-max = 1 KiB", CoreRig.NO_RETRY);
    for (int i = 0; i < 6; i++) {
      rig.send("k", "p t" + i + " 2000", NONE);
    }

    assertThat(quarantined())
        .singleElement()
        .satisfies(e -> assertThat(e.reason()).contains("timer 't5'").contains("timer-bytes-max"));
    assertThat(timers()).hasSize(5);
  }

  private List<QuarantineEntry> quarantined() {
    rig.commitAll();
    rig.core.replies.clear();
    rig.core.core.listQuarantine(0, 100, "lister", rig.core);
    return rig.core.only("lister", Quarantined.class).entries();
  }

  private static TimerChange set(String key, TimeKind kind, String name, long timeMs) {
    return TimerChange.set(bytes(key), new Timer(kind, name, timeMs));
  }

  /** All timers that the partition knows now. */
  private List<TimerChange> timers() {
    TimerTable table = rig.core.core.state().timers;
    List<TimerChange> all = table.cut().next(Integer.MAX_VALUE);
    table.endCut();
    return all;
  }

  private static List<SnapshotPart> parts(SnapshotCut cut) {
    var parts = new ArrayList<SnapshotPart>();
    Optional<SnapshotPart> part = cut.next(new UUID(1, 2), 1, 40);
    while (part.isPresent()) {
      parts.add(part.get());
      part = cut.next(new UUID(1, 2), parts.size() + 1, 40);
    }
    return parts;
  }

  private static ByteString chain() {
    return ByteString.copyFrom(new byte[32]);
  }
}
