// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.ingest.SessionOutput.Answered;
import io.millrace.ingest.SessionOutput.Finished;
import io.millrace.ingest.SessionOutput.Opened;
import io.millrace.ingest.SessionOutput.Waits;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionMap;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.Token;
import io.millrace.partition.PartitionReply.NotTaken;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** One of two partitions does not open the producer. */
class UnopenedPartitionTest {
  private static final ProducerEpoch FIRST_EVER = new ProducerEpoch(1, 1);

  private final CoreRig rig = new CoreRig("batch-records = 100, open-timeout = 10 s", 1L << 30);

  /** Partition 0 opens, 1 refuses, six seconds pass. */
  private void open(ProducerEpoch epoch) {
    rig.core.listening(rig.now);
    rig.core.feeding();
    rig.core.epochGiven(epoch);
    rig.opened(0, 0);
    rig.reply(new NotTaken(rig.partition(1), NotTaken.ANY_ATTEMPT, "partition is corrupt", 10_000));
    rig.tick(Duration.ofSeconds(4));
    assertThat(rig.outputs).as("it may only be late").isEmpty();
    rig.tick(Duration.ofSeconds(2));
  }

  /** The first sequences whose keys belong to a partition, of 1 to 20. */
  private static List<Long> sequencesOf(int partition) {
    PartitionMap.Router router = PartitionMap.even(2).router();
    return LongStream.rangeClosed(1, 20)
        .filter(s -> router.partitionOf(Token.of(ByteString.copyFromUtf8("key-" + s))) == partition)
        .boxed()
        .toList();
  }

  private void submitTwenty() {
    rig.core.records(rig.records(LongStream.rangeClosed(1, 20).toArray()), rig.now);
  }

  @Test
  void givenProducerThatNobodyEverOpened_whenOnePartitionRefuses_thenTheOthersGoOn() {
    open(FIRST_EVER);
    var opened = (Opened) rig.outputTaken(Opened.class);
    assertThat(opened.welcome().getHighestCommittedSequence()).isZero();
    rig.clear();

    submitTwenty();

    assertThat(rig.sentSequences()).isEqualTo(sequencesOf(0));
    assertThat(rig.rooms).isEqualTo(1);
    rig.commitAll();
    assertThat(((Answered) rig.outputTaken(Answered.class)).answers().getReceiptsList())
        .singleElement()
        .satisfies(r -> assertThat(r.getPartition()).isZero());
    rig.tick(Duration.ofSeconds(1));
    assertThat(rig.asked).containsExactly(1);
    assertThat(((Waits) rig.outputTaken(Waits.class)).reason())
        .isEqualTo("partition 1: partition is corrupt");
  }

  @Test
  void givenRecordsThatWait_whenTheirPartitionOpens_thenTheyAreSentFromTheBeginning() {
    open(FIRST_EVER);
    rig.outputTaken(Opened.class);
    submitTwenty();
    rig.clear();

    rig.opened(1, 0);

    assertThat(rig.sent)
        .singleElement()
        .satisfies(s -> assertThat(s.partition()).isEqualTo(1))
        .satisfies(s -> assertThat(s.previous()).isZero())
        .satisfies(s -> assertThat(s.sequences()).isEqualTo(sequencesOf(1)));
    rig.opened(1, 0);
    assertThat(rig.sent).as("opened once").hasSize(1);
    rig.tick(Duration.ofSeconds(1));
    assertThat(rig.asked).isEmpty();
  }

  @Test
  void givenProducerThatMayHaveRecordsThere_whenOnePartitionRefuses_thenItIsNotOpened() {
    open(new ProducerEpoch(2, 2));

    assertThat(rig.outputs).isEmpty();
    rig.tick(Duration.ofSeconds(5));
    assertThat(rig.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(rig.failure()).hasMessageContaining("partition 1: partition is corrupt");
  }

  @Test
  void givenProducerThatNobodyEverOpened_whenNoPartitionOpens_thenItFails() {
    rig.core.listening(rig.now);
    rig.core.epochGiven(FIRST_EVER);

    rig.tick(Duration.ofSeconds(6));
    assertThat(rig.outputs).isEmpty();
    rig.tick(Duration.ofSeconds(5));

    assertThat(rig.failure()).hasMessageContaining("missing=2 of 2");
  }

  @Test
  void givenRecordsThatNobodyWaitsFor_whenForgotten_thenTheirRoomIsFreeAndTheyAreNeverSent() {
    open(FIRST_EVER);
    rig.outputTaken(Opened.class);
    submitTwenty();
    rig.commitAll();
    rig.outputTaken(Answered.class);
    rig.tick(Duration.ofSeconds(1));
    assertThat(rig.credit.used()).as("what waits").isPositive();
    List<Long> waiting = sequencesOf(1);
    long last = waiting.get(waiting.size() - 1);
    rig.clear();

    rig.core.forget(1, last - 1, rig.now);
    rig.opened(1, 0);

    assertThat(rig.sentSequences()).containsExactly(last);
    rig.commitAll();
    rig.tick(Duration.ofSeconds(1));
    assertThat(rig.credit.used()).isZero();
  }

  @Test
  void givenNothingForTheUnopenedPartition_whenTheInputEnds_thenFinished() {
    open(FIRST_EVER);
    rig.outputTaken(Opened.class);

    rig.core.noMore();

    rig.outputTaken(Finished.class);
    assertThat(rig.stopped).isTrue();
  }
}
