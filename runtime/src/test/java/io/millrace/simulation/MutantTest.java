// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The simulation bites: each way to get the protocol wrong is found. */
class MutantTest {
  private static final int SEEDS_MAX = 2_000;

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void givenProtocolThatIsWrong_whenSimulated_thenItIsFound(Mutant mutant) {
    Seeds.Outcome outcome = Seeds.run(1, SEEDS_MAX, mutant, true);

    System.out.println(mutant + ": " + outcome);
    assertThat(outcome.failures()).as("%s within %s seeds", mutant, SEEDS_MAX).isNotEmpty();
  }
}
