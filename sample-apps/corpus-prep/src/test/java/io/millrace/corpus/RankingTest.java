// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recipe says of near duplicates, over a real socket. */
class RankingTest {
  private final Path folder;
  private final CorpusNode node;

  RankingTest(@TempDir Path folder) {
    this.folder = folder;
    this.node = new CorpusNode(folder);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private String recipe(String text) throws IOException {
    Path file = folder.resolve("recipe-" + text.hashCode() + ".conf");
    return Files.writeString(file, "preset = none\n" + text + "\n").toString();
  }

  private String verdict(String document) {
    return node.corpus("why", document).out();
  }

  @Test
  void givenAPreferredSource_whenItsDocumentIsShorterAndComesLater_thenItStays()
      throws IOException {
    CorpusNode.Said first = node.run("none", Map.of("long", CorpusNode.words(0, 210)));
    CorpusNode.Said second =
        node.run(
            recipe("ranking.prefer = [books, \"in-2*\"]"),
            Map.of("short", CorpusNode.words(0, 200)));
    CorpusNode.Said third =
        node.run(recipe("ranking.prefer = [in-2]"), Map.of("longest", CorpusNode.words(0, 220)));

    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
    assertThat(third.exitCode()).as(third.out() + third.err()).isZero();
    assertThat(verdict("in-1.jsonl#long")).contains("removed: near duplicate");
    assertThat(verdict("in-2.jsonl#short")).contains("verdict    kept");
    assertThat(verdict("in-3.jsonl#longest")).contains("removed: near duplicate");
  }

  @Test
  void givenThresholds_whenRun_thenThatOfTheLaterDocumentHoldsAndTheReportAddsUp()
      throws IOException {
    // Alike 0.96, 0.86 and 0.75 to the first one.
    node.run("none", Map.of("first", CorpusNode.words(0, 200)));
    CorpusNode.Said strict =
        node.run(
            recipe("near.threshold = 0.9"),
            Map.of("same", CorpusNode.words(4, 200), "other", CorpusNode.words(0, 170)));
    CorpusNode.Said loose =
        node.run(recipe("near.threshold = 0.7"), Map.of("far", CorpusNode.words(50, 200)));

    assertThat(strict.exitCode()).as(strict.out() + strict.err()).isZero();
    assertThat(loose.exitCode()).as(loose.out() + loose.err()).isZero();
    assertThat(verdict("in-2.jsonl#same")).contains("removed: near duplicate");
    assertThat(verdict("in-2.jsonl#other")).contains("verdict    kept");
    assertThat(verdict("in-3.jsonl#far")).contains("removed: near duplicate");
  }

  @Test
  void givenTheDefaultRecipe_whenAsked_thenItsThresholdAndRangeAreTheJobs() {
    assertThat(Recipe.parse("").nearThreshold()).isEqualTo(NearSettings.DEFAULT.threshold());
    assertThat(Recipe.NEAR_THRESHOLD_MIN).isEqualTo(NearSettings.DEFAULT.reported());
  }
}
