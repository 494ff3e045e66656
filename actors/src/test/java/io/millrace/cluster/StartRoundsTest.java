// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.PartitionId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StartRoundsTest {
  private static final UUID JOB = new UUID(1, 2);
  private static final long FORGET = 1_000;

  private final StartRounds rounds = new StartRounds(new Random(1), FORGET);

  private static List<PartitionId> partitions(int count) {
    return IntStream.range(0, count).mapToObj(n -> new PartitionId(JOB, n)).toList();
  }

  private List<PartitionId> steps(long now) {
    var told = new ArrayList<PartitionId>();
    for (var step = rounds.step(now); !step.isEmpty(); step = rounds.step(now)) {
      assertThat(step).hasSizeLessThanOrEqualTo(StartRounds.STEP_PARTITIONS_MAX);
      told.addAll(step);
    }
    return told;
  }

  @Test
  void givenAnswers_whenARoundIsOver_thenEachWasToldOnce() {
    rounds.begin(partitions(20));

    List<PartitionId> told = steps(0);

    assertThat(told).containsExactlyInAnyOrderElementsOf(partitions(20));
    assertThat(rounds.isOver()).isTrue();
  }

  @Test
  void givenNoAnswers_whenRoundsGoOn_thenNoMoreThanTheLimitAreUnderWay() {
    rounds.begin(partitions(500));

    assertThat(steps(0)).hasSize(StartRounds.UNANSWERED_MAX);
    rounds.begin(partitions(500));
    assertThat(steps(FORGET)).isEmpty();
    assertThat(steps(FORGET + 1)).hasSize(StartRounds.UNANSWERED_MAX);
  }

  @Test
  void givenUnanswered_whenTheNextRoundComes_thenOnlyTheOthersAreTold() {
    rounds.begin(partitions(4));
    steps(0);
    rounds.started(new PartitionId(JOB, 1));
    rounds.started(new PartitionId(JOB, 3));

    rounds.begin(partitions(4));

    assertThat(steps(1))
        .containsExactlyInAnyOrder(new PartitionId(JOB, 1), new PartitionId(JOB, 3));
  }

  @Test
  void givenUnanswered_whenANodeIsGone_thenAllAreToldAgain() {
    rounds.begin(partitions(4));
    steps(0);

    rounds.forgetUnanswered();
    rounds.begin(partitions(4));

    assertThat(new HashSet<>(steps(1))).hasSize(4);
  }
}
