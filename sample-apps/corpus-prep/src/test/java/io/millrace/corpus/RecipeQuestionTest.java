// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.rule.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another recipe would keep, against a job that was run with it. */
class RecipeQuestionTest {
  private final Path folder;

  RecipeQuestionTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Map<String, String> documents() {
    var documents = new LinkedHashMap<String, String>();
    for (int n = 0; n < 60; n++) {
      documents.put("d" + n, Texts.prose(n, n));
      documents.put("near" + n, Texts.prose(n, n) + " And then it ends.");
    }
    documents.put("none", "short");
    return documents;
  }

  private String recipe(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static long number(String text, String label) {
    Matcher found = Pattern.compile("(?m)^ +" + label + " +([0-9,]+)").matcher(text);
    assertThat(found.find()).as(label + " in\n" + text).isTrue();
    return Long.parseLong(found.group(1).replace(",", ""));
  }

  @Test
  void givenAStricterRecipe_whenAsked_thenTheAnswerIsThatOfARunWithIt() throws IOException {
    String loose = recipe("loose.conf", "gopher-quality.words-min = 10, c4.sentences-min = 1");
    String strict =
        recipe(
            "strict.conf",
            "gopher-quality.words-min = 60, c4.sentences-min = 1, near.threshold = 0.9");
    String answer;
    try (var node = new CorpusNode(folder)) {
      CorpusNode.Said run = node.run(loose, documents());
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      CorpusNode.Said asked = node.corpus("what-if", "--recipe", strict);
      assertThat(asked.exitCode()).as(asked.err()).isZero();
      answer = asked.out();
      assertThat(node.corpus("what-if", "--recipe", strict, "--jaccard", "0.8").err())
          .contains("--recipe: together with --jaccard");
    }
    String again;
    try (var node = new CorpusNode(folder)) {
      again = node.run(strict, documents()).out();
    }

    assertThat(number(answer, "would stay")).isEqualTo(number(again, "kept")).isPositive();
    assertThat(number(answer, "would go by a rule")).isPositive();
    assertThat(number(answer, "gopher-quality.words-min")).isPositive();
    assertThat(number(answer, "refused, would pass")).isZero();
    assertThat(number(answer, "refused, would be again") + number(answer, "would go by a rule"))
        .isEqualTo(number(again, "removed: refused"));
    assertThat(number(answer, "would go as near duplicates"))
        .isEqualTo(number(again, "removed: near duplicate"));
  }

  @Test
  void givenALooserRecipeAndRulesWithoutScores_whenAsked_thenBothAreSaid() throws IOException {
    String looser =
        recipe(
            "looser.conf",
            "length.characters-min = 1, gopher-quality.enabled = false, c4.enabled = true,"
                + " c4.sentences-min = off, fineweb.enabled = false, c4.bad-words = [darn]");
    String other = recipe("other.conf", "c4.javascript = false");
    try (var node = new CorpusNode(folder)) {
      node.run("web", documents());

      String answer = node.corpus("what-if", "--recipe", looser).out();
      String unanswered = node.corpus("what-if", "--recipe", other).out();

      assertThat(number(answer, "refused, would pass")).isPositive();
      assertThat(answer)
          .contains("not answered, as if off, since some texts were not scored by them:")
          .contains("c4.bad-words-max; judge the texts again");
      assertThat(number(unanswered, "cannot be answered"))
          .isEqualTo(120); // one text is empty and was never judged
      assertThat(unanswered)
          .contains("judged by the default recipe: ")
          .contains("the recipes do not judge the same text");
    }
  }
}
