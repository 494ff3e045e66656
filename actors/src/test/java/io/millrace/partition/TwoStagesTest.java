// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.block.Block;
import io.millrace.model.ResultRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever crashes, is lost, late or repeated: what a stage puts out takes effect once, in order.
 */
class TwoStagesTest {
  private static final int RECORDS = 40;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** What one partition owes to another according to its log, in order. */
  private static List<String> owed(List<Block> log, int target) {
    var values = new ArrayList<String>();
    for (Block block : log) {
      block.outbox().stream()
          .filter(record -> record.target() == target)
          .forEach(record -> values.add(record.record().value().toStringUtf8()));
    }
    return values;
  }

  /** What came from one partition according to the log of the one that got it, in order. */
  private static List<String> noted(List<Block> log, int source) {
    var values = new ArrayList<String>();
    for (Block block : log) {
      block.results().stream()
          .filter(ResultRecord::isMain)
          .map(result -> result.value().toStringUtf8())
          .filter(value -> value.startsWith("s" + source + "-"))
          .forEach(values::add);
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyFaults_thenEveryOutputTakesEffectOnceAndInOrder(long seed) {
    var world = new TwoStages(seed, RECORDS);

    world.suffer(1_500);
    world.settle();

    for (int source = 0; source < TwoStages.SOURCES; source++) {
      var all = new ArrayList<String>();
      for (int target = TwoStages.SOURCES; target < TwoStages.OWNERS; target++) {
        List<String> owed = owed(world.logs.get(source), target);
        assertThat(noted(world.logs.get(target), source))
            .as("seed %d, %d to %d", seed, source, target)
            .isEqualTo(owed);
        all.addAll(owed);
      }
      var expected = new ArrayList<String>();
      for (long sequence = 1; sequence <= RECORDS; sequence++) {
        expected.addAll(SpreadJob.outputs(source, sequence));
      }
      assertThat(all)
          .as("seed %d, source %d", seed, source)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
