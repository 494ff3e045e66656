// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.partition.CoreRig.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.Reached;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Readers that wait for a partition's next commit. */
class CommitWaitersTest {
  private static final ProducerEpoch FIRST = new ProducerEpoch(1, 1);
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);

  private CoreRig rig = new CoreRig("");
  private long sequence;

  private void await(String caller, UUID reader, long after) {
    rig.core.awaitCommit(reader, after, caller, rig);
  }

  private void commitOne() {
    rig.append("a", FIRST, sequence, record(++sequence, "k", "v"));
    rig.linger();
    rig.commit(1);
    rig.only("a", Committed.class);
  }

  private void assertTold(String caller, long head) {
    assertThat(rig.only(caller, Reached.class).head()).isEqualTo(head);
  }

  @Test
  void givenCommittedBlock_whenAskedBehindAnEarlierOne_thenToldAtOnce() {
    commitOne();

    await("reader", ONE, 0);

    assertTold("reader", 1);
  }

  @Test
  void givenReaders_whenBlockCommits_thenEachIsToldOnce() {
    await("one", ONE, 0);
    await("two", TWO, 0);
    assertThat(rig.replies).isEmpty();

    rig.append("a", FIRST, 0, record(1, "k", "v"));
    rig.linger();
    assertThat(rig.replies).as("told before the commit").isEmpty();
    rig.commit(1);

    assertThat(rig.replies).hasSize(3);
    assertThat(rig.replies)
        .contains(
            new CoreRig.Sent("one", new Reached(CoreRig.PARTITION, 1)),
            new CoreRig.Sent("two", new Reached(CoreRig.PARTITION, 1)));
    rig.replies.clear();
    sequence = 1;
    commitOne();
    assertThat(rig.replies).isEmpty();
  }

  @Test
  void givenReaderThatAsksAgain_whenBlockCommits_thenOnlyItsNewestQuestionIsAnswered() {
    await("first question", ONE, 0);
    await("second question", ONE, 0);

    rig.append("a", FIRST, 0, record(1, "k", "v"));
    rig.linger();
    rig.commit(1);

    assertThat(rig.replies)
        .extracting(CoreRig.Sent::caller)
        .containsExactlyInAnyOrder("a", "second question");
  }

  @Test
  void givenMoreReadersThanMayWait_whenAnotherAsks_thenTheOldestIsToldThereIsNothing() {
    rig = new CoreRig("ask.waiting-max = 1");
    await("oldest", ONE, 0);

    await("newest", TWO, 0);

    assertTold("oldest", 0);
    assertThat(rig.replies).isEmpty();
  }

  @Test
  void givenReaders_whenTheTermEnds_thenTheyAreSentAway() {
    await("reader", ONE, 0);

    rig.core.abandon("partition moved", 100, rig);

    assertThat(rig.only("reader", NotTaken.class).reason()).isEqualTo("partition moved");
  }
}
