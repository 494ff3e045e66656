// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds docs/embedding.md to what is compiled and run here. */
class EmbeddingPageTest {
  private static final Path SOURCE = Path.of("src/main/java/io/millrace/counter/WordCounter.java");
  private static final Path PAGE = Path.of("../../docs/embedding.md");

  @Test
  void givenTheSample_whenThePageIsRead_thenItShowsItWordByWord() throws IOException {
    String source = Files.readString(SOURCE);
    String body = source.substring(source.indexOf("package "));

    assertThat(Files.readString(PAGE)).contains("```java\n" + body + "```");
    assertThat(source.lines().count()).isLessThan(60);
  }
}
