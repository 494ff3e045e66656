// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An instance neither takes anything from its host nor leaves anything with it. */
@Timeout(150)
class HostTest {
  @Test
  void givenHostWithOddSettingsAndItsOwnActors_whenEmbedded_thenBothGoOnAsTheyWere(
      @TempDir Path folder) throws Exception {
    assertThat(HostProcess.run(folder)).containsExactly("counted 1");
  }
}
