// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ten thousand seeds of trouble. A failing seed names itself; {@code -Dmillrace.simulation.seed=N}
 * replays it and prints what happened, {@code -Dmillrace.simulation.seeds=N} sets how many are run,
 * {@code -Dmillrace.simulation.first=N} where they begin.
 */
class SimulationTest {
  private static final Logger LOG = LoggerFactory.getLogger(SimulationTest.class);
  private static final int SEEDS = Integer.getInteger("millrace.simulation.seeds", 10_000);
  private static final long FIRST = Long.getLong("millrace.simulation.first", 1);

  @Test
  void givenAnySeed_whenItsTroubleIsOver_thenEveryPromiseWasKeptInEveryStep() {
    Long replay = Long.getLong("millrace.simulation.seed");
    if (replay != null) {
      var trace = new Trace(true);
      try {
        Simulation.run(replay, Mutant.NONE, trace);
      } finally {
        trace.lines().forEach(System.out::println);
      }
      return;
    }
    Seeds.Outcome outcome = Seeds.run(FIRST, SEEDS, Mutant.NONE, false);

    LOG.atInfo()
        .addKeyValue("seeds", SEEDS)
        .addKeyValue("seedsPerSecond", outcome.seedsPerSecond())
        .addKeyValue("stepsPerSeed", outcome.steps() / SEEDS)
        .log("simulated");
    System.out.println("simulation: " + outcome);
    assertThat(outcome.failures())
        .as("replay one with -Dmillrace.simulation.seed=<its number>")
        .isEmpty();
  }

  @Test
  void givenOneSeed_whenRunTwice_thenItTakesTheSameSteps() {
    for (long seed = 1; seed <= 5; seed++) {
      var first = new Trace(true);
      var second = new Trace(true);

      assertThat(Simulation.run(seed, Mutant.NONE, first))
          .isEqualTo(Simulation.run(seed, Mutant.NONE, second));
      assertThat(first.lines()).isNotEmpty().isEqualTo(second.lines());
    }
  }
}
