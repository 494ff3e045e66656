// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.corpus.DocumentClock.Sample;
import io.millrace.corpus.TimedDocument.Part;
import io.millrace.corpus.document.DocumentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowestDocumentsTest {
  private static String words(int from, int to) {
    var text = new StringBuilder();
    for (int n = from; n < to; n++) {
      text.append("word").append(n * 7 % 10_000).append(n % 9 == 8 ? ".\n" : " ");
    }
    return text.toString();
  }

  private static Sample sample(long id, String text, String recipe) {
    return new Sample(new DocumentId(0, id), "in d" + id, true, text.length(), text, recipe);
  }

  /** Each look at the clock comes a millisecond after the one before. */
  private static DocumentClock ticking() {
    var time = new AtomicLong();
    return new DocumentClock(() -> time.addAndGet(1_000_000));
  }

  @Test
  void givenATickingClock_whenTimed_thenEveryPartHasWhatItTook() {
    String recipe = "language.model = off, fineweb.enabled = false, c4.enabled = false";
    TimedDocument timed = ticking().time(sample(1, words(0, 300), recipe));

    assertThat(timed.ms(Part.LINES)).isEqualTo(1);
    assertThat(timed.ms(Part.READING)).isEqualTo(1);
    assertThat(timed.ms(Part.REPETITION)).isEqualTo(4 + 3 + 6);
    assertThat(timed.ms(Part.DECONTAMINATION)).isZero();
    assertThat(timed.ms(Part.TOKENS)).isEqualTo(1);
    assertThat(timed.ms(Part.SHINGLES)).isEqualTo(1);
    assertThat(timed.ms()).isEqualTo(timed.nanos().values().stream().mapToLong(n -> n).sum() / 1e6);
    assertThat(timed.parts().get(0)).isEqualTo(Part.REPETITION);
  }

  @Test
  void givenOneLongAndOneOtherScript_whenMeasured_thenSlowestFirstAndWhatStandsOutIsSaid() {
    var samples = new ArrayList<Sample>();
    for (int n = 1; n <= 9; n++) {
      samples.add(sample(n, words(n, n + 200), "preset = none"));
    }
    samples.add(sample(10, words(0, 60_000), "preset = none"));
    samples.add(sample(11, "слово дело мысль дорога река ".repeat(4_000), "preset = none"));
    Set<DocumentId> typical = Set.copyOf(samples.subList(0, 9).stream().map(Sample::id).toList());

    SlowestDocuments slowest =
        SlowestDocuments.measure(20, samples, typical, 2, new DocumentClock(System::nanoTime));

    assertThat(slowest.slowest())
        .extracting(TimedDocument::id)
        .containsExactlyInAnyOrder(new DocumentId(0, 10), new DocumentId(0, 11));
    assertThat(slowest.slowest().get(0).ms()).isGreaterThanOrEqualTo(slowest.slowest().get(1).ms());
    assertThat(slowest.measured()).isEqualTo(11);
    for (TimedDocument one : slowest.slowest()) {
      assertThat(slowest.standsOut(one)).anyMatch(said -> said.startsWith("length: "));
      if (one.id().equals(new DocumentId(0, 11))) {
        assertThat(slowest.standsOut(one)).contains("script: cyrillic");
      }
    }
  }

  @Test
  void givenARecipeWhoseSetIsNotHere_whenMeasured_thenTheOthersAreAndThatIsSaid() {
    var samples =
        List.of(
            sample(1, words(0, 100), "preset = none"),
            sample(
                2,
                words(0, 100),
                "decontamination.sets = [{name = a, path = /nowhere/at/all.jsonl}]"));

    SlowestDocuments slowest =
        SlowestDocuments.measure(2, samples, Set.of(), 10, new DocumentClock(System::nanoTime));

    assertThat(slowest.slowest()).extracting(TimedDocument::place).containsExactly("in d1");
    assertThat(slowest.method()).contains("1 of 2 documents; 1 more could not be");
  }

  @Test
  void givenARun_whenReported_thenTextPageAndJsonListTheSlowest(@TempDir Path folder)
      throws IOException {
    Map<String, String> documents = new LinkedHashMap<>();
    for (int n = 0; n < 80; n++) {
      documents.put("d" + n, words(500 * n, 500 * n + 40 + n));
    }
    documents.put("long", words(0, 30_000));
    documents.put("refused", "too short");
    Path page = folder.resolve("page.json");
    try (var node = new CorpusNode(folder)) {
      CorpusNode.Said run = node.run("none", documents);
      CorpusNode.Said report = node.corpus("report", "--out", page.toString(), "--slowest", "3");
      CorpusNode.Said wrong = node.corpus("report", "--out", page.toString(), "--slowest", "51");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .contains("Slowest documents", "prepared again on this machine")
          .containsPattern("1\\. +\\d+\\.\\d\\d ms  \\d+\\.\\d MB/s  in-1.jsonl in-1.jsonl#long ");
      assertThat(report.exitCode()).as(report.err()).isZero();
      assertThat(wrong.err()).contains("--slowest: 51 (expected: 0 to 50)");
    }
    JsonNode table = new ObjectMapper().readTree(Files.readString(page));
    JsonNode last = table.at("/sections").get(table.at("/sections").size() - 1);
    assertThat(last.at("/title").asText()).isEqualTo("Slowest documents");
    assertThat(last.at("/parts/0/rows")).hasSize(3);
    assertThat(last.at("/parts/0/rows/0/document").asText()).endsWith("#long");
    assertThat(last.at("/parts/0/rows/0/stands out").asText()).startsWith("length: ");
    assertThat(last.at("/parts/1/rows/0/tokens").asText()).matches("\\d+\\.\\d\\d");
  }
}
