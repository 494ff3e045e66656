// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private final Path folder;

  JournalTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void givenWhatAProducerDid_whenReadBack_thenTheSame() throws IOException {
    try (var journal = Journal.create(folder, "p")) {
      journal.submitted(1, 10);
      journal.submitted(2, 20);
      journal.acknowledged(2, 25);
    }

    var history = Journal.read(folder, "p");

    assertThat(history.last()).isEqualTo(2);
    assertThat(history.isAcknowledged(1)).isFalse();
    assertThat(history.acknowledgedNs(2)).isEqualTo(25);
    assertThat(history.acknowledgedCount()).isEqualTo(1);
  }
}
