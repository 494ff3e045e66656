// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java in each page of this project is what some source of it says. */
final class DocSnippetTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String PAGE =
      """
      Some text.

      <!-- snippet: src/Two.java -->
      ```java
      int one() {
        return 1; }
      ```
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  /** All pages, as paths from the root. */
  static List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    for (Path in : List.of(ROOT, ROOT.resolve("docs"))) {
      try (Stream<Path> files = Files.list(in)) {
        files.filter(f -> f.toString().endsWith(".md")).map(ROOT::relativize).forEach(pages::add);
      }
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void givenPage_whenComparedWithTheSourcesItNames_thenTheSame(Path page) throws IOException {
    for (var snippet : DocSnippet.of(page.toString(), Files.readAllLines(ROOT.resolve(page)))) {
      assertThat(snippet.difference(ROOT)).isEmpty();
    }
  }

  @Test
  void givenSourceWithTheBlockOnOtherLines_whenCompared_thenTheSame() throws IOException {
    source("class Two {\n  int one() { return 1; }\n\n  int two() { return 2; }\n}");

    var snippets = DocSnippet.of("page.md", PAGE.lines().toList());

    assertThat(snippets).hasSize(1);
    assertThat(snippets.get(0).difference(folder)).isEmpty();
  }

  @Test
  void givenSourceThatHasChanged_whenCompared_thenTheLineOfThePageIsNamed() throws IOException {
    source("class Two {\n  int one() { return 1 + 0; }\n}");

    var snippet = DocSnippet.of("page.md", PAGE.lines().toList()).get(0);

    assertThat(snippet.difference(folder))
        .hasValueSatisfying(
            told -> assertThat(told).startsWith("page.md:6: not in").endsWith("return 1; }"));
  }

  @Test
  void givenSourceThatIsGone_whenCompared_thenItIsNamed() throws IOException {
    var snippet = DocSnippet.of("page.md", PAGE.lines().toList()).get(0);

    assertThat(snippet.difference(folder)).hasValue("page.md:4: there is no src/Two.java");
  }

  @Test
  void givenJavaWithoutSource_whenRead_thenItsLineIsNamed() {
    assertThatThrownBy(() -> DocSnippet.of("page.md", PAGE.lines().skip(3).toList()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("page.md:1: Java without");
  }

  private void source(String text) throws IOException {
    Files.createDirectories(folder.resolve("src"));
    Files.writeString(folder.resolve("src/Two.java"), text);
  }
}
