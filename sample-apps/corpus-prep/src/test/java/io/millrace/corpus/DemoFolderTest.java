// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.corpus.read.InputFiles;
import io.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  private final Path temp;

  DemoFolderTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void givenFolderOfSomethingElse_whenOpened_thenRefusedAndUntouched() throws IOException {
    Path mine = InputFiles.write(temp.resolve("cassandra/mine.txt"), "mine");

    assertThatThrownBy(() -> DemoFolder.open(temp))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("something else");
    assertThat(mine).exists();
    assertThat(temp.resolve("millrace-demo.txt")).doesNotExist();
  }

  @Test
  void givenDemoFolder_whenDataDeleted_thenTheRestStays() throws IOException {
    DemoFolder demo = DemoFolder.open(temp.resolve("demo"));
    InputFiles.write(demo.data().resolve("data/file"), "data");
    Path cache = InputFiles.write(demo.cache().resolve("archive"), "cache");

    DemoFolder.open(temp.resolve("demo")).deleteData();

    assertThat(demo.data()).doesNotExist();
    assertThat(Files.exists(cache)).isTrue();
  }
}
