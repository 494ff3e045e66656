// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.SessionOutput.Answered;
import io.millrace.ingest.SessionOutput.Finished;
import io.millrace.ingest.SessionOutput.Opened;
import io.millrace.ingest.SessionOutput.Waits;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerExpired;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.Waiting;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class IngestCoreTest {
  private static final ProducerEpoch EPOCH = new ProducerEpoch(3, 1);

  private final CoreRig rig = new CoreRig("batch-records = 2", 1L << 30);

  private void open() {
    rig.core.listening(rig.now);
    rig.core.feeding();
    rig.core.epochGiven(EPOCH);
    rig.opened(0, 0);
    rig.opened(1, 0);
    rig.outputTaken(Opened.class);
    rig.clear();
  }

  @Test
  void givenEpoch_whenAllPartitionsHaveOpened_thenWelcomeAndOneGroupIsAskedFor() {
    rig.core.listening(rig.now);
    rig.core.feeding();
    assertThat(rig.rooms).isEqualTo(1);
    rig.core.epochGiven(EPOCH);
    assertThat(rig.asked).containsExactly(0, 1);

    rig.opened(1, 9);
    rig.opened(1, 12);
    assertThat(rig.outputs).isEmpty();
    rig.opened(0, 4);

    var opened = (Opened) rig.outputTaken(Opened.class);
    assertThat(opened.welcome().getHighestCommittedSequence()).isEqualTo(9);
    assertThat(opened.welcome().getProducerEpoch()).isEqualTo(3);
    assertThat(opened.welcome().getCommittedList()).hasSize(2);
    assertThat(rig.rooms).isEqualTo(1);
  }

  @Test
  void givenPartitionThatDoesNotAnswer_whenTimePasses_thenItAloneIsAskedAgainAndThenItFails() {
    rig.core.listening(rig.now);
    rig.core.epochGiven(EPOCH);
    rig.opened(0, 0);
    rig.asked.clear();

    rig.tick(Duration.ofSeconds(1));
    assertThat(rig.asked).containsExactly(1);
    rig.tick(Duration.ofSeconds(10));

    assertThat(rig.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(rig.failure()).hasMessageContaining("missing=1 of 2");
    assertThat(rig.stopped).isTrue();
  }

  @Test
  void givenPartitionThatRefuses_whenTheWaitIsOver_thenTheFailureSaysWhichAndWhy() {
    rig.core.listening(rig.now);
    rig.core.epochGiven(EPOCH);
    rig.opened(0, 0);

    rig.reply(new NotTaken(rig.partition(1), NotTaken.ANY_ATTEMPT, "partition is corrupt", 500));
    rig.tick(Duration.ofSeconds(11));

    assertThat(rig.failure()).hasMessageContaining("reason=partition 1: partition is corrupt");
  }

  @Test
  void givenStoreThatGivesNoEpoch_whenRefused_thenItsFailureIsTold() {
    rig.core.listening(rig.now);

    rig.core.epochRefused(
        new CompletionException(MillraceException.of(Kind.BUSY, "too much on its way")));

    assertThat(rig.failure().kind()).isEqualTo(Kind.BUSY);
    assertThat(rig.stopped).isTrue();
  }

  @Test
  void givenRecordsBeforeTheOpening_whenOpened_thenTheyGoAndOnlyThenMoreIsAskedFor() {
    rig.core.listening(rig.now);
    rig.core.feeding();
    rig.core.records(rig.records(1, 2, 3), rig.now);
    rig.core.epochGiven(EPOCH);
    assertThat(rig.rooms).isEqualTo(1);

    rig.opened(0, 0);
    rig.opened(1, 0);

    assertThat(rig.sentSequences()).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(rig.rooms).isEqualTo(2);
  }

  @Test
  void givenEarlyRecordsAndTheEndOfInput_whenAllIsAnswered_thenFinishedAndNotBefore() {
    rig.core.listening(rig.now);
    rig.core.records(rig.records(1), rig.now);
    rig.core.noMore();
    rig.core.epochGiven(EPOCH);
    rig.opened(0, 0);
    rig.opened(1, 0);
    rig.outputTaken(Opened.class);
    assertThat(rig.stopped).isFalse();

    rig.commitAll();
    assertThat(rig.stopped).isFalse();
    rig.outputTaken(Answered.class);

    assertThat(rig.outputs.remove()).isInstanceOf(Finished.class);
    assertThat(rig.stopped).isTrue();
    assertThat(rig.credit.used()).isZero();
  }

  @Test
  void givenSequenceThatLeavesAGap_whenItComes_thenTheCallerIsToldAndEverythingIsGivenBack() {
    open();
    rig.core.records(rig.records(1), rig.now);

    rig.core.records(rig.records(3), rig.now);

    assertThat(rig.failure().kind()).isEqualTo(Kind.CALLER);
    assertThat(rig.stopped).isTrue();
    assertThat(rig.credit.used()).isZero();
  }

  @Test
  void givenNewerStream_whenAPartitionSaysSo_thenFencedWhileOpeningAndWhileStreaming() {
    rig.core.listening(rig.now);
    rig.core.epochGiven(EPOCH);
    rig.reply(new ProducerFenced(rig.partition(0), "p", 8));
    assertThat(rig.failure().kind()).isEqualTo(Kind.FENCED);

    var later = new CoreRig("batch-records = 2", 1L << 30);
    later.open(EPOCH);
    later.reply(new ProducerFenced(later.partition(1), "p", 8));
    assertThat(later.failure()).hasMessageContaining("newer=8");
    assertThat(later.stopped).isTrue();
  }

  @Test
  void givenExpiredProducer_whenAPartitionSaysSo_thenTheStreamFailsExpired() {
    open();
    rig.core.records(rig.records(1, 2), rig.now);

    rig.reply(new ProducerExpired(rig.partition(0), "p"));

    assertThat(rig.failure().kind()).isEqualTo(Kind.EXPIRED);
    assertThat(rig.failure()).hasMessageContaining("open it FRESH");
    assertThat(rig.stopped).isTrue();
    assertThat(rig.credit.used()).isZero();
  }

  @Test
  void givenExpiredProducer_whenItIsOpened_thenTheOpeningFailsExpired() {
    rig.core.listening(rig.now);
    rig.core.epochGiven(EPOCH);

    rig.reply(new ProducerExpired(rig.partition(1), "p"));

    assertThat(rig.failure().kind()).isEqualTo(Kind.EXPIRED);
  }

  @Test
  void givenBatchNotTaken_whenThePauseIsOver_thenSentAgainAndLongWaitsAreToldOncePerSecond() {
    open();
    rig.core.records(rig.records(1, 2), rig.now);
    int first = rig.sent.get(0).partition();
    rig.clear();

    rig.reply(new NotTaken(rig.partition(first), 0, "moving", 2_000));
    rig.reply(new NotTaken(rig.partition(first), 0, "moving", 2_000));
    rig.reply(new Waiting(rig.partition(1 - first), "store", 3_000));

    assertThat(rig.pauses).containsExactly(first);
    assertThat(((Waits) rig.outputTaken(Waits.class)).reason()).isEqualTo("moving");
    assertThat(rig.outputs).isEmpty();
    rig.core.pauseOver(rig.partition(first), rig.now);
    assertThat(rig.sent).allMatch(s -> s.partition() == first && s.attempt() == 1).isNotEmpty();
  }

  @Test
  void givenOwnerThatLacksWhatIsCommitted_whenItAnswersExpected_thenTheLanePauses() {
    rig.core.listening(rig.now);
    rig.core.feeding();
    rig.core.epochGiven(EPOCH);
    rig.opened(0, 6);
    rig.opened(1, 6);
    rig.core.records(rig.records(7, 8), rig.now);
    int first = rig.sent.get(0).partition();
    rig.sent.clear();

    rig.reply(new Expected(rig.partition(first), 0, 2));

    assertThat(rig.sent).isEmpty();
    assertThat(rig.pauses).containsExactly(first);
    rig.core.pauseOver(rig.partition(first), rig.now);
    assertThat(rig.sent).isNotEmpty();
  }

  @Test
  void givenOwnerWithoutASign_whenTicksPass_thenAllIsSentAgain() {
    open();
    rig.core.records(rig.records(1, 2), rig.now);
    rig.clear();

    rig.tick(Duration.ofMillis(2_500));
    assertThat(rig.sent).isEmpty();
    rig.tick(Duration.ofSeconds(1));

    assertThat(rig.sentSequences()).containsExactlyInAnyOrder(1L, 2L);
    assertThat(rig.outputs.remove()).isInstanceOf(Waits.class);
  }

  @Test
  void givenListenerThatDoesNotTake_whenAnswersPileUp_thenNoMoreRecordsAreAskedFor() {
    var tight = new CoreRig("outputs-max = 2", 1L << 30);
    tight.open(EPOCH);
    tight.core.records(tight.records(1), tight.now);
    tight.commitAll();
    for (long sequence = 2; tight.rooms > 0; sequence++) {
      assertThat(sequence).isLessThan(20);
      tight.rooms = 0;
      tight.core.records(tight.records(sequence), tight.now);
      tight.commitAll();
    }

    tight.outputTaken(Answered.class);

    assertThat(tight.rooms).isEqualTo(1);
  }

  @Test
  void givenNodeWithoutCredit_whenAnotherSessionGivesSomeBack_thenThisOneGoesOn() {
    var tight = new CoreRig("batch-records = 2", 100);
    tight.open(EPOCH);
    var other = tight.credit.share(10, () -> {});
    other.take(100);
    tight.rooms = 0;
    tight.core.records(tight.records(1), tight.now);
    tight.commitAll();
    assertThat(tight.rooms).isZero();

    other.keep(0);

    assertThat(tight.woken).isEqualTo(1);
    tight.core.creditFreed(tight.now);
    assertThat(tight.rooms).isEqualTo(1);
    other.close();
    tight.tick(Duration.ofSeconds(1));
    assertThat(tight.credit.used()).as("nothing came, so nothing stays reserved").isZero();
  }

  @Test
  void givenFullLane_whenItsTurnComesAndLapses_thenItAsksAgainOnceTheLaneHasRoom() {
    var tight =
        new CoreRig("batch-bytes = 1 KiB, partition-bytes-max = 1 KiB, batch-records = 1", 1 << 20);
    tight.open(EPOCH);
    tight.core.records(tight.wide(2_000, 1), tight.now);
    assertThat(tight.rooms).isZero();
    tight.core.creditFreed(tight.now);
    tight.tick(Duration.ofSeconds(1));

    tight.commitAll();

    assertThat(tight.rooms).isEqualTo(1);
  }

  @Test
  void givenBrokenInput_whenOutputsWait_thenTheFailureComesBehindThem() {
    open();
    rig.core.records(rig.records(1), rig.now);
    rig.commitAll();
    rig.core.inputFailed(new IllegalStateException("reset"));
    assertThat(rig.stopped).isFalse();
    assertThat(rig.credit.used()).isZero();

    rig.outputTaken(Answered.class);

    assertThat(rig.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(rig.stopped).isTrue();
    rig.clear();
    rig.core.records(rig.records(2), rig.now);
    rig.tick(Duration.ofSeconds(60));
    rig.reply(new ProducerOpened(rig.partition(0), 0, 0));
    assertThat(rig.sent).isEmpty();
    assertThat(rig.outputs).isEmpty();
    assertThat(rig.credit.used()).isZero();
  }
}
