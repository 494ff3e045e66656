// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHistoryTest {
  @Test
  void givenLog_whenParsed_thenEachCommitWithItsChangedLines() {
    List<String> lines =
        List.of(
            "\u0001100\u0001Ada\u0001Add a thing",
            "",
            " 2 files changed, 10 insertions(+), 3 deletions(-)",
            "\u000190\u0001Grace Hopper\u0001",
            "\u0001110\u0001Ada\u0001Remove it",
            "",
            " 1 file changed, 1 deletion(-)");

    assertThat(GitHistory.parse(lines))
        .containsExactly(
            new Event("Ada", "Add", 13, 100_000),
            new Event("Grace Hopper", "(none)", 0, 90_000),
            new Event("Ada", "Remove", 1, 110_000));
  }

  @Test
  void givenFolderWithoutRepository_whenRead_thenTheMessageSaysWhatWasExpected(
      @TempDir Path folder) {
    assertThatThrownBy(() -> GitHistory.read(folder.resolve("missing")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing")
        .hasMessageContaining("expected: a repository here, or the path of an access log");
  }
}
