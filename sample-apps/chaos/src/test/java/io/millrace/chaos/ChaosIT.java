// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The full run: {@code mvn -Pchaos verify}. */
@EnabledIfSystemProperty(
    named = "millrace.chaos",
    matches = "full",
    disabledReason = "takes an hour, root, and packages: mvn -Pchaos verify")
class ChaosIT {
  @Test
  void givenLoad_whenEverythingFails_thenNothingAcknowledgedIsLostOrDoneTwice()
      throws InterruptedException, IOException {
    Path jars = Path.of(System.getProperty("millrace.embedded-cassandra.jars"));

    var report = ChaosMain.run(Path.of("target", "chaos"), jars);

    assertThat(report.verdict().isClean()).as(report.markdown()).isTrue();
  }
}
