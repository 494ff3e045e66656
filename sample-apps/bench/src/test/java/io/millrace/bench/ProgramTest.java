// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The programs' own check of their counts can fail. */
@Timeout(240)
class ProgramTest {
  private static final int RECORDS = 600;

  private static final ProgramRecords INPUT = new ProgramRecords(20, 30);

  @Test
  void givenFewerSubmittedThanCounted_whenChecked_thenBothAreNamed() throws Exception {
    List<Program> programs =
        List.of(
            CountProgram.oneStage("counter", INPUT),
            CountProgram.twoStages("two-stage", INPUT),
            WindowProgram.of("windows", INPUT));
    var settings = EmbeddedSettings.of(programs.stream().map(Program::job).toList());
    try (var millrace = Millrace.embedded(settings)) {
      for (Program program : programs) {
        try (var run = new ProgramRun(millrace, program, 2)) {
          ProgramRun.Round round = run.round(RECORDS);

          assertThat(round.seconds()).isPositive();
          assertThat(run.wrong()).as(program.name()).isEmpty();
          assertThat(program.wrong(millrace, RECORDS - 1))
              .as(program.name())
              .hasValue("counted 600 records, submitted 599");
        }
      }
    }
  }
}
