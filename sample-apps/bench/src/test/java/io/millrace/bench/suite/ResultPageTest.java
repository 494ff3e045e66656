// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read holds all that was measured. */
@SuppressWarnings("NullAway.Init")
class ResultPageTest {
  private static final List<String> FIGURES =
      List.of(
          "2,500 (2,000 to 4,000)",
          "200 (125 to 250)",
          "12.5",
          "25 %",
          "700 (500 to 900)",
          "19.2",
          "12.3",
          "77");

  @TempDir Path folder;

  @Test
  void givenResult_whenThePageIsWritten_thenItHoldsEveryFigureAndWhatIsToldOfIt() throws Exception {
    ResultFile.write(Samples.ingest(), folder);

    String page = Files.readString(ResultPage.write(folder));

    assertThat(page).contains(FIGURES);
    assertThat(page).contains("<th>bytes on disk per record</th>", "<th>p99 [ms]</th>");
    assertThat(page)
        .contains("2026-11-27T15:00:00Z, commit abc1234", "load 0.5 before, 1.5 after")
        .contains("millrace bench ingest --rounds 3", "2 processors (Some CPU), 24 GiB")
        .contains("value-bytes=200, broken failed: peer died exit-code=3")
        .contains("peer kafka is not built", "1024: no more came of more")
        .contains("Durable &lt;at least once&gt; &amp; in order")
        .doesNotContain("<at least once>");
  }

  @Test
  void givenPage_whenOpenedWithoutANetwork_thenNothingIsMissing() throws Exception {
    ResultFile.write(Samples.ingest(), folder);

    String page = Files.readString(ResultPage.write(folder));

    assertThat(page.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http", "<script", "<link", "src=");
    assertThat(page).contains("width=device-width", "prefers-color-scheme: dark");
  }

  @Test
  void givenFigures_whenDrawn_thenTheLongestBarIsTheLargestAndLengthsAreInProportion() {
    String chart = Charts.speed(Samples.ingest()).standalone();

    // 480 wide, of which 130 are labels and 96 values: 254 for 4,000, the largest round.
    assertThat(chart)
        .contains("class=\"bar ours\" x=\"130\" y=\"50\" width=\"158.8\"")
        .contains("class=\"bar\" x=\"130\" y=\"70\" width=\"12.7\"")
        .contains("x2=\"384.0\"")
        .doesNotContain("rate=50");
    assertThat(Charts.others(Samples.ingest())).as("CPU, bytes on disk, two latencies").hasSize(4);
  }

  @Test
  void givenDocument_whenUpdated_thenOnlyTheSuitesPartChanges() throws Exception {
    Path document = folder.resolve("performance.md");
    String mine =
        """
        # Mine
        <!-- results: ingest -->
        old figures
        <!-- end of results: ingest -->
        <!-- results: window -->
        others
        <!-- end of results: window -->
        """;
    Files.writeString(document, mine);

    PerformanceDoc.update(Samples.ingest(), document);
    PerformanceDoc.update(Samples.ingest(), document);

    String text = Files.readString(document);
    assertThat(text)
        .startsWith(
            "# Mine\n<!-- results: ingest -->\n\n![ingest: records/s](performance/ingest.svg)")
        .endsWith(mine.substring(mine.indexOf("<!-- end of results: ingest")))
        .doesNotContain("old figures")
        .contains(FIGURES)
        .containsOnlyOnce("| value-bytes=200 | rows | 200 (125 to 250) | 12.5 | 2 % |");
    assertThat(folder.resolve("performance").resolve("ingest.svg"))
        .content()
        .contains("<style>", "2,500");
  }

  @Test
  void givenDocumentWithoutThePlace_whenUpdated_thenTheErrorShowsWhatToWrite() throws Exception {
    Path document = Files.writeString(folder.resolve("performance.md"), "# Mine\n");

    assertThatThrownBy(() -> PerformanceDoc.update(Samples.ingest(), document))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("<!-- results: ingest -->")
        .hasMessageContaining("performance.md");
    assertThat(document).hasContent("# Mine\n");
  }
}
