// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the job says of its decisions, asked as a person would, over a real socket. */
@SuppressWarnings("NullAway.Init")
class LedgerTest {
  private static final String TEXT =
      "The mill at the upper end of the valley has been grinding corn for as long as anybody can"
          + " remember, and its race carries water through every summer that was dry enough to stop"
          + " all the others further down the river where the land is flat and the stream is slow.";

  private static CorpusNode node;
  private static Path temp;

  /** A text, its twin, one that is nearly the same and longer, one of its own, one too short. */
  @BeforeAll
  static void run(@TempDir Path folder) throws IOException {
    temp = folder;
    node = new CorpusNode(folder);
    Path input = folder.resolve("in.jsonl");
    var lines = new StringBuilder();
    line(lines, "first", TEXT);
    line(lines, "twin", TEXT);
    line(lines, "longer", TEXT + " So they say.");
    line(lines, "other", "Nobody else has written what stands here about ships and harbours.");
    line(lines, "short", "Too short.");
    Files.writeString(input, lines);
    CorpusNode.Said run =
        node.corpus(
            "--input",
            input.toString(),
            "--recipe",
            "none",
            "--progress",
            folder.resolve("progress.json").toString(),
            "--report",
            folder.resolve("report.html").toString());
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static void line(StringBuilder lines, String id, String text) {
    ObjectNode line = new ObjectMapper().createObjectNode().put("id", id).put("text", text);
    lines.append(line).append('\n');
  }

  @Test
  void saysWhyANearDuplicateWent() {
    String out = node.corpus("why", "in.jsonl#first").out();

    assertThat(out)
        .contains("verdict    removed: near duplicate")
        .containsPattern("match      [0-9a-f]{32}, Jaccard 0\\.9")
        .containsPattern("kept       [0-9a-f]{32} \\S*in.jsonl#longer|kept       .*#longer")
        .containsPattern("twin .*#twin \\(duplicate\\)")
        .containsPattern("compared   0\\.9\\d+ with [0-9a-f]{32}");
  }

  @Test
  void saysByWhichRuleADocumentWent() {
    assertThat(node.corpus("why", "in.jsonl#short").out())
        .contains("verdict    removed: refused")
        .contains("rule       length.characters-min: score 10, threshold 20");
  }

  @Test
  void saysWhatStays() {
    String out = node.corpus("why", "in.jsonl#longer").out();

    assertThat(out).contains("verdict    kept").contains("quality").contains("tokens");
  }

  @Test
  void refusesNamesOfNobody() {
    CorpusNode.Said result = node.corpus("why", "nowhere.txt");

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains("no such document").contains("nowhere.txt");
  }

  @Test
  void countsAndListsRemovals() {
    String counts = node.corpus("removed").out();
    String near = node.corpus("removed", "--rule", "near_duplicate").out();
    String refused = node.corpus("removed", "--rule", "length.characters-min").out();

    assertThat(counts).contains("near_duplicate", "duplicate", "length.characters-min");
    assertThat(near).containsPattern("near_duplicate 0\\.9\\d+ .*#first").contains("1 document");
    assertThat(refused).contains("length.characters-min 10.0000").contains("#short");
  }

  @Test
  void answersForOtherThresholds() {
    String out = node.corpus("what-if", "--jaccard", "0.8,1").out();

    assertThat(out).contains("3 documents passed the rules");
    assertThat(out).containsPattern("0\\.80 +0\\.00 +99\\.8% +0 +1 +2 ");
    assertThat(out).containsPattern("1\\.00 +0\\.00 +100\\.0% +0 +0 +3 ");
    assertThat(node.corpus("what-if", "--jaccard", "0.1").err()).contains("expected: 0.7 to 1");
  }

  @Test
  void drawsItAll() throws IOException {
    String page = Files.readString(temp.resolve("report.html"));
    Path json = temp.resolve("report.json");
    node.corpus("report", "--out", json.toString());

    assertThat(page).contains("every document is accounted for", "every cluster keeps exactly one");
    assertThat(page).contains("<title>near duplicates: 1 documents, 20.0 %</title>");
    var read = new ObjectMapper().readTree(Files.readString(json));
    assertThat(read.at("/figures/kept").asText()).isEqualTo("2");
    assertThat(read.at("/figures/documents in").asText()).isEqualTo("5");
    assertThat(node.corpus("report", "--out", temp.resolve("no/folder.html").toString()).err())
        .contains("report cannot be written");
  }

  @Test
  void showsAndChecksRecipes() throws IOException {
    Path recipe = Files.writeString(temp.resolve("r.conf"), "gopher-quality.words-min = 30\n");
    Path wrong = Files.writeString(temp.resolve("w.conf"), "gopher-quality.word-min = 30\n");

    assertThat(recipe("").out()).contains("preset = web").contains("gopher-quality {");
    assertThat(recipe(recipe.toString()).out())
        .containsPattern("hash [0-9a-f]{64}")
        .contains("gopher-quality.words-min");
    CorpusNode.Said refused = recipe(wrong.toString());
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err()).contains("word-min").contains("words-min");
  }

  private static CorpusNode.Said recipe(String file) {
    String[] arguments =
        file.isEmpty() ? new String[] {"recipe"} : new String[] {"recipe", "--check", file};
    return CorpusNode.execute(arguments);
  }
}
