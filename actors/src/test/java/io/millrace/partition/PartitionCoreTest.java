// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.partition.CoreRig.PARTITION;
import static io.millrace.partition.CoreRig.bytes;
import static io.millrace.partition.CoreRig.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.block.Block;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import io.millrace.partition.CoreRig.Sent;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.Figures;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.Refused;
import io.millrace.partition.PartitionReply.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionCoreTest {
  private static final ProducerEpoch FIRST = new ProducerEpoch(1, 1);
  private static final ProducerEpoch RESUMED = new ProducerEpoch(2, 1);
  private static final ProducerEpoch FRESH = new ProducerEpoch(2, 2);
  private static final ProducerEpoch RESUMED_AFTER_FRESH = new ProducerEpoch(3, 2);

  private final CoreRig rig = new CoreRig("");

  /** Takes a batch of one record all the way to its commit. */
  private static void settle(CoreRig rig, ProducerEpoch epoch, long previous, DataRecord record) {
    rig.append("settler", epoch, previous, record);
    rig.linger();
    rig.commit(1);
    rig.only("settler", Committed.class);
  }

  @Test
  void givenNewBatch_whenAppended_thenAnsweredOnlyAfterTheCommit() {
    rig.append("a", FIRST, 0, record(1, "k", "v"), record(4, "k", "v"));
    rig.linger();

    assertThat(rig.replies).isEmpty();
    assertThat(rig.find("k").block()).isZero();
    rig.commit(1);
    assertThat(rig.only("a", Committed.class))
        .isEqualTo(new Committed(PARTITION, new Epoch(1), 1, 4, 0, List.of()));
    assertThat(rig.find("k").block()).isEqualTo(1);
    assertThat(rig.find("k").index()).isEqualTo(1);
  }

  @Test
  void givenBlock_whenSealed_thenItHoldsEffectsAndTheWatermark() {
    rig.append("a", FIRST, 0, record(2, "k", "v"), record(5, "k", "side"));
    rig.linger();

    Block block = rig.sealed.getFirst();
    assertThat(block.sequence()).isEqualTo(1);
    assertThat(block.recordCount()).isEqualTo(2);
    assertThat(block.results())
        .extracting(r -> r.tag() + "=" + r.value().toStringUtf8())
        .containsExactly("=1", "side=2");
    assertThat(block.changes())
        .singleElement()
        .satisfies(c -> assertThat(c.state()).isEqualTo(bytes("2")));
    assertThat(block.marks()).containsExactly(new ProducerMark("p", FIRST, 5));
  }

  @Test
  void givenCommittedBatch_whenSentAgain_thenDuplicateAnsweredAtOnceAndNothingRuns() {
    settle(rig, FIRST, 0, record(1, "k", "v"));

    rig.append("again", FIRST, 0, record(1, "k", "v"));

    assertThat(rig.only("again", Committed.class))
        .satisfies(c -> assertThat(c.duplicates()).isEqualTo(1))
        .satisfies(c -> assertThat(c.last()).isEqualTo(1));
    assertThat(rig.lingers).isEmpty();
    assertThat(rig.sealed).isEmpty();
  }

  @Test
  void givenAppliedBatch_whenSentAgainBeforeItsCommit_thenBothWaitForTheCommit() {
    rig.append("open", FIRST, 0, record(1, "k", "v"));
    rig.append("again-open", FIRST, 0, record(1, "k", "v"));
    rig.linger();
    rig.append("again-sealed", FIRST, 0, record(1, "k", "v"));

    assertThat(rig.replies).isEmpty();
    rig.commit(1);
    assertThat(rig.replies)
        .extracting(Sent::caller)
        .containsExactly("open", "again-open", "again-sealed");
    assertThat(rig.replies)
        .extracting(sent -> ((Committed) sent.reply()).duplicates())
        .containsExactly(0, 1, 1);
    assertThat(rig.committed.get(0).recordCount()).isEqualTo(1);
  }

  @Test
  void givenGap_whenAppended_thenExpectedNamesTheWatermarkAndNothingIsTaken() {
    settle(rig, FIRST, 0, record(1, "k", "v"));

    rig.append("a", FIRST, 2, record(3, "k", "v"));

    assertThat(rig.only("a", Expected.class)).isEqualTo(new Expected(PARTITION, 5, 1));
    assertThat(rig.lingers).isEmpty();
  }

  @Test
  void givenOverlap_whenAppended_thenOnlyTheNewRecordsRun() {
    settle(rig, FIRST, 0, record(2, "k", "v"));

    rig.append("a", FIRST, 0, record(2, "k", "v"), record(3, "k", "v"));
    rig.linger();
    rig.commit(1);

    assertThat(rig.only("a", Committed.class).duplicates()).isEqualTo(1);
    assertThat(rig.committed.get(1).recordCount()).isEqualTo(1);
    assertThat(rig.committed.get(1).results())
        .singleElement()
        .satisfies(r -> assertThat(r.value()).isEqualTo(bytes("2")));
  }

  @Test
  void givenNewerOpening_whenOlderOneAppendsOrOpens_thenFenced() {
    rig.core.openProducer("p", RESUMED, "young", rig);
    rig.only("young", ProducerOpened.class);

    rig.append("old", FIRST, 0, record(1, "k", "v"));
    assertThat(rig.only("old", ProducerFenced.class).epochNumber()).isEqualTo(2);
    rig.core.openProducer("p", FIRST, "old", rig);

    assertThat(rig.only("old", ProducerFenced.class).epochNumber()).isEqualTo(2);
    assertThat(rig.lingers).isEmpty();
  }

  @Test
  void givenProgress_whenProducerResumes_thenCommittedAndAppliedAreTold() {
    settle(rig, FIRST, 0, record(1, "k", "v"));
    rig.append("a", FIRST, 1, record(2, "k", "v"));

    rig.core.openProducer("p", RESUMED, "young", rig);

    assertThat(rig.only("young", ProducerOpened.class))
        .isEqualTo(new ProducerOpened(PARTITION, 1, 2));
  }

  @Test
  void givenProgress_whenFreshIncarnationComes_thenItsFirstRecordIsNew() {
    settle(rig, FIRST, 0, record(1, "k", "v"));

    rig.core.openProducer("p", FRESH, "young", rig);
    assertThat(rig.only("young", ProducerOpened.class))
        .isEqualTo(new ProducerOpened(PARTITION, 0, 0));
    rig.append("a", FRESH, 0, record(1, "k", "v"));
    rig.linger();
    rig.commit(1);

    assertThat(rig.only("a", Committed.class).duplicates()).isZero();
    assertThat(rig.committed.get(1).marks()).containsExactly(new ProducerMark("p", FRESH, 1));
  }

  @Test
  void givenFreshOpeningNeverSeenHere_whenResumedAfterIt_thenOldWatermarksAreVoid() {
    settle(rig, FIRST, 0, record(1, "k", "v"));

    rig.append("a", RESUMED_AFTER_FRESH, 0, record(1, "k", "v"));
    rig.linger();
    rig.commit(1);

    assertThat(rig.only("a", Committed.class).duplicates()).isZero();
    assertThat(rig.find("k").block()).isEqualTo(2);
  }

  @Test
  void givenBlockOfOldIncarnationOnItsWay_whenItCommitsAfterAFreshOne_thenItVouchesForNothing() {
    rig.append("old", FIRST, 0, record(1, "k", "v"));
    rig.linger();
    rig.core.openProducer("p", FRESH, "young", rig);
    rig.only("young", ProducerOpened.class);
    rig.append("new", FRESH, 0, record(1, "k", "v"));

    rig.commit(1);

    rig.only("old", Committed.class);
    rig.append("again", FRESH, 0, record(1, "k", "v"));
    assertThat(rig.replies).isEmpty();
    rig.commit(1);
    assertThat(rig.replies).extracting(Sent::caller).containsExactly("new", "again");
  }

  @Test
  void givenIdlePartition_whenRecordsCome_thenOneLingerStarts() {
    rig.append("a", FIRST, 0, record(1, "k", "v"));
    rig.append("b", FIRST, 1, record(2, "k", "v"));

    assertThat(rig.lingers).containsExactly(Duration.ZERO);
    assertThat(rig.sealed).isEmpty();
  }

  @Test
  void givenCommitUnderWay_whenMoreComes_thenAllOfItGoesInOneBlockNext() {
    rig.append("a", FIRST, 0, record(1, "k", "v"));
    rig.linger();
    rig.append("b", FIRST, 1, record(2, "k", "v"));
    rig.append("c", FIRST, 2, record(3, "k", "v"));
    assertThat(rig.lingers).isEmpty();
    assertThat(rig.sealed).hasSize(1);

    rig.commit(1);

    assertThat(rig.sealed).singleElement().satisfies(b -> assertThat(b.recordCount()).isEqualTo(2));
  }

  @Test
  void givenBusyPartition_whenCommitReturns_thenTheBlockFillsForAWhile() {
    var busy = new CoreRig("busy-bytes = 100, fill-wait = 70 ms");
    busy.append("a", FIRST, 0, record(1, "k", "v"));
    busy.linger();
    busy.append("b", FIRST, 1, record(2, "k", "wide"));

    busy.commit(1);

    assertThat(busy.sealed).isEmpty();
    assertThat(busy.lingers).containsExactly(Duration.ofMillis(70));
    busy.linger();
    assertThat(busy.sealed).hasSize(1);
  }

  @Test
  void givenLinger_whenCommitReturns_thenWhatLittleCameWaitsForMore() {
    var patient = new CoreRig("linger = 200 ms, fill-wait = 70 ms, busy-bytes = 100");
    patient.append("a", FIRST, 0, record(1, "k", "v"));
    patient.linger();
    patient.append("b", FIRST, 1, record(2, "k", "v"));

    patient.commit(1);

    assertThat(patient.sealed).isEmpty();
    assertThat(patient.lingers).containsExactly(Duration.ofMillis(200));
    patient.append("c", FIRST, 2, record(3, "k", "wide"));
    assertThat(patient.lingers).as("one wait for the whole block").hasSize(1);
    patient.linger();
    assertThat(patient.sealed)
        .singleElement()
        .satisfies(b -> assertThat(b.recordCount()).isEqualTo(2));
  }

  @Test
  void givenFullBlock_whenSealed_thenSeveralAreOnTheirWayUpToTheWindow() {
    var small = new CoreRig("block-records = 1, in-flight-blocks-max = 2");

    small.append("a", FIRST, 0, record(1, "k", "v"));
    small.append("b", FIRST, 1, record(2, "k", "v"));
    small.append("c", FIRST, 2, record(3, "k", "v"));

    assertThat(small.sealed).extracting(Block::sequence).containsExactly(1L, 2L);
    small.commit(2);
    assertThat(small.replies).extracting(Sent::caller).containsExactly("a", "b");
    assertThat(small.sealed).extracting(Block::sequence).containsExactly(3L);
  }

  @Test
  void givenUncommittedBytesAtTheLimit_whenAppended_thenNotTakenUntilACommit() {
    var tight = new CoreRig("block-bytes = 2 KiB, uncommitted-bytes-max = 2 KiB, busy-bytes = 0");
    tight.append("a", FIRST, 0, record(1, "k", "wide"));

    tight.append("b", FIRST, 1, record(2, "k", "v"));

    NotTaken refused = tight.only("b", NotTaken.class);
    assertThat(refused.attempt()).isEqualTo(5);
    assertThat(refused.retryAfterMs()).isPositive();
    tight.commit(1);
    tight.replies.clear();
    tight.append("b", FIRST, 1, record(2, "k", "v"));
    assertThat(tight.replies).isEmpty();
    assertThat(tight.lingers).hasSize(1);
  }

  @Test
  void givenOutputsFarLargerThanInputs_whenWindowIsFull_thenTheRestOfTheBatchIsNotTaken() {
    var tight =
        new CoreRig(
            "block-bytes = 2 KiB, uncommitted-bytes-max = 2 KiB, in-flight-blocks-max = 1,"
                + " busy-bytes = 0");

    DataRecord[] batch = {
      record(1, "k", "wide"), record(2, "k", "wide"), record(3, "k", "wide"), record(4, "k", "wide")
    };
    tight.append("a", FIRST, 0, batch);

    tight.only("a", NotTaken.class);
    assertThat(tight.sealed).hasSize(1);
    tight.commit(1);
    tight.commit(1);
    assertThat(tight.replies).isEmpty();
    tight.append("a", FIRST, 0, batch);
    tight.commit(1);
    tight.commit(1);
    assertThat(tight.only("a", Committed.class))
        .isEqualTo(new Committed(PARTITION, new Epoch(1), 4, 4, 2, List.of()));
    assertThat(tight.committed.stream().mapToInt(Block::recordCount).sum()).isEqualTo(4);
  }

  @Test
  void givenProcessorThatRefuses_whenRun_thenTheReasonIsToldAndKeptWithoutTheValue() {
    rig.append("a", FIRST, 0, record(1, "k", "bad"));
    rig.linger();
    rig.commit(1);

    assertThat(rig.only("a", Committed.class).refusals())
        .containsExactly(new Refused(1, "value is bad"));
    assertThat(rig.committed.get(0).results())
        .singleElement()
        .satisfies(r -> assertThat(r.tag()).isEqualTo("refused"))
        .satisfies(r -> assertThat(r.value().isEmpty()).isTrue());
    assertThat(rig.find("k").block()).isZero();
  }

  @Test
  void givenEffectOverTheLimit_whenRun_thenTheRecordFailsNamingTheKey() {
    var narrow = new CoreRig("output-bytes-max = 1 KiB");

    narrow.append("a", FIRST, 0, record(1, "k", "wide"));
    narrow.linger();
    narrow.commit(1);

    assertThat(narrow.only("a", Committed.class).refusals())
        .singleElement()
        .satisfies(
            r ->
                assertThat(r.reason())
                    .contains("4000 bytes", "millrace.partition.output-bytes-max = 1024"));
  }

  @Test
  void givenStoreTrouble_whenTold_thenEachWaitingCallerHearsOnce() {
    rig.append("a", FIRST, 0, record(1, "k", "v"));
    rig.append("a", FIRST, 1, record(2, "k", "v"));
    rig.linger();
    rig.append("b", FIRST, 2, record(3, "k", "v"));

    rig.core.storeTrouble("store is away", 700, rig);

    assertThat(rig.replies)
        .containsExactly(
            new Sent("a", new Waiting(PARTITION, "store is away", 700)),
            new Sent("b", new Waiting(PARTITION, "store is away", 700)));
  }

  @Test
  void givenTermThatEnds_whenAbandoned_thenWaitersAreToldThatNothingWasTaken() {
    rig.append("a", FIRST, 0, record(1, "k", "v"));
    rig.linger();

    rig.core.abandon("moved", 30, rig);

    assertThat(rig.only("a", NotTaken.class))
        .isEqualTo(new NotTaken(PARTITION, NotTaken.ANY_ATTEMPT, "moved", 30));
  }

  @Test
  void givenLog_whenReplayed_thenStateWatermarksPlacesAndFiguresAreBack() {
    settle(rig, FIRST, 0, record(1, "k", "v"));
    settle(rig, FIRST, 1, record(2, "k", "v"));
    settle(rig, FIRST, 2, record(3, "gone", "side"));
    settle(rig, FIRST, 3, record(4, "gone", "forget"));

    var again = new CoreRig("", rig.committed, 2);

    assertThat(again.core.figures())
        .isEqualTo(rig.core.figures())
        .isEqualTo(new Figures(4, 3, 1, 4 * CoreRig.RAW_BYTES, 4 * CoreRig.STORED_BYTES, 0, 0));
    assertThat(again.find("k").block()).isEqualTo(2);
    assertThat(again.core.epoch()).isEqualTo(new Epoch(2));
    again.append("a", FIRST, 0, record(4, "k", "v"));
    assertThat(again.only("a", Committed.class).duplicates()).isEqualTo(1);
    again.append("b", FIRST, 4, record(5, "k", "v"));
    again.linger();
    assertThat(again.sealed.getFirst().sequence()).isEqualTo(5);
    assertThat(again.sealed.getFirst().results().get(0).value()).isEqualTo(bytes("3"));
  }
}
