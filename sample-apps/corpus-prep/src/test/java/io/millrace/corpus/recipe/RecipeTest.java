// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.corpus.rule.Judgement;
import io.millrace.corpus.rule.Rule;
import io.millrace.corpus.rule.Texts;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, checking and naming recipes. */
class RecipeTest {
  private static final RuleModels MODELS = new RuleModels();

  private final Path folder;

  RecipeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void givenNothing_whenParsed_thenTheDefaultRecipe() {
    Recipe recipe = Recipe.parse("");

    assertThat(recipe.overrides()).isEmpty();
    assertThat(recipe).isEqualTo(Recipe.parse(Recipe.defaultText()));
    assertThat(recipe.rules())
        .extracting(Rule::name)
        .startsWith("length.characters-min", "gopher-repetition.duplicate-lines-max")
        .contains("gopher-quality.words-min", "c4.sentences-min", "fineweb.line-ends-max")
        .doesNotContain("length.characters-max", "language.keep", "c4.bad-words-max");
  }

  @Test
  void givenTheSameValuesOtherwiseWritten_whenHashed_thenTheSameHash() {
    Recipe one = Recipe.parse("gopher-quality { words-min = 60, words-max = 100 }");
    Recipe other = Recipe.parse("gopher-quality.words-max=1e2\ngopher-quality.words-min : 60.0");

    assertThat(one.hash()).isEqualTo(other.hash()).hasSize(64);
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one.hash()).isNotEqualTo(Recipe.parse("").hash());
    assertThat(Recipe.parse("gopher-quality.words-min = 50")).isEqualTo(Recipe.parse(""));
  }

  @Test
  void givenOverrides_whenSentAndParsedAgain_thenTheSameRecipeOnOneLine() {
    Recipe recipe =
        Recipe.parse("preset = technical\nlanguage.keep = [en, de] # both\npii.enabled = false\n");

    assertThat(recipe.overrides()).doesNotContain("\n").hasSizeLessThan(120);
    assertThat(Recipe.parse(recipe.overrides())).isEqualTo(recipe);
    assertThat(recipe.canonical())
        .contains("pii.enabled = false", "language.keep = [\"en\", \"de\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gopher-quality.word-min = 5|did you mean=gopher-quality.words-min|recipe:1",
        "# mine\\n\\nwords-min = 5|did you mean=gopher-quality.words-min|recipe:3",
        "gopher-qualty { words-min = 5 }|did you mean=gopher-quality|recipe:1",
        "nonsense = 5|expected=a name that stands in the default recipe|recipe:1",
        "gopher-quality.words-min = many|expected=a number from 0 to 1000000000 or off|recipe:1",
        "gopher-quality.words-min = -1|expected=a number from 0|recipe:1",
        "fineweb.enabled = false, fineweb.short-line-length = 0|expected=a number from 1|recipe:1",
        "fineweb.short-line-length = 1.5|expected=a whole number|recipe:1",
        "c4.enabled = 3|expected=true or false|recipe:1",
        "c4 = 3|expected=a section|recipe:1",
        "c4.bad-words = [a b]|expected=single words|recipe:1",
        "c4.policy-phrases = [ö]|expected=phrases of printable ASCII|recipe:1",
        "language.model = huge|expected=one of off, light, heavy|recipe:1",
        "language.keep = en|expected=a list of texts|recipe:1",
        "pii.kinds = [mail]|expected=any of email|recipe:1",
        "pii.phone-region = XX|expected=an ISO 3166 country|recipe:1",
        "ranking.prefer = books|expected=a list of texts|recipe:1",
        "# mine\\nranking.prefer = [\"w*ki\"]|expected=at most 100 sources|recipe:2",
        "ranking.prefer = [a, a]|each once|recipe:1",
        "ranking.prefer = [\"\"]|each once|recipe:1",
        "ranking.prefers = []|did you mean=ranking.prefer|recipe:1",
        "near.threshold = 0.69|expected=a number from 0.7 to 1|recipe:1",
        "near.threshold = off|expected=a number from 0.7 to 1|recipe:1",
        "\\nnear { bands = 20 }|fixed for the whole job, not for a recipe|recipe:2",
        "near.shingle-words = 3|do=leave it out; other values need a job|recipe:1",
        "near.residents-max = 3|name=near.residents-max|recipe:1",
        "preset = fine|expected=one of web, technical, none|recipe:1",
        "decontamination.words = 3|expected=a number from 4 to 100|recipe:1",
        "decontamination.sets = [{path = x}]|expected=an object with a name|recipe:1",
        "decontamination.sets = [{name = a, path = x, sha = y}]|only name, path and sha256|recipe:1",
        "decontamination.sets = [{name = a, path = x, sha256 = y}]|64 hexadecimal digits|recipe:1",
        "gopher-quality.stop-words.xx = the|expected=a list of texts|recipe:1",
        "a = {|cannot read the recipe|recipe: 1",
        "include \"other.conf\"|cannot include another file|other.conf",
        "include file(\"/etc/other.conf\")|cannot include another file|/etc/other.conf",
        "lines.boilerplate = [${HOME}]|cannot read the recipe|HOME",
      })
  void givenAMistake_whenParsed_thenItsPlaceAndWhatWasExpected(
      String text, String expected, String place) {
    assertThatThrownBy(() -> Recipe.parse(text.replace("\\n", "\n")))
        .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
        .satisfies(e -> assertThat(e.getMessage()).contains(expected).contains(place));
  }

  @Test
  void givenPreferencesAndAThreshold_whenParsed_thenReadHashedAndSent() {
    Recipe recipe = Recipe.parse("ranking.prefer = [\"wiki*\", books], near.threshold = 0.9");
    Recipe sent = Recipe.parse(recipe.overrides());

    assertThat(sent.nearThreshold()).isEqualTo(0.9);
    assertThat(sent.preference().of("wikipedia")).isZero();
    assertThat(sent.preference().of("books")).isEqualTo(1);
    assertThat(sent.preference().of("books2")).isEqualTo(SourcePreference.OTHERS);
    assertThat(Recipe.parse("").preference().of("wiki")).isEqualTo(SourcePreference.OTHERS);
    assertThat(recipe.hash())
        .isNotEqualTo(
            Recipe.parse("ranking.prefer = [books, \"wiki*\"], near.threshold = 0.9").hash())
        .isNotEqualTo(Recipe.parse("ranking.prefer = [\"wiki*\", books]").hash());
  }

  @Test
  void givenAMistakeInAFile_whenRead_thenFileAndLineAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("my.conf"), "# mine\n\nfineweb.short-lines = 1\n");

    assertThatThrownBy(() -> Recipe.read(file))
        .hasMessageContaining("at=" + file + ":3")
        .hasMessageContaining("did you mean=fineweb.short-lines-below");
    assertThatThrownBy(() -> Recipe.read(folder.resolve("none.conf")))
        .hasMessageContaining("cannot read the recipe")
        .hasMessageContaining("none.conf");
  }

  @Test
  void givenOff_whenParsed_thenThatRuleIsNotThere() {
    assertThat(Recipe.parse("gopher-quality.words-min = off").rules())
        .extracting(Rule::name)
        .doesNotContain("gopher-quality.words-min")
        .contains("gopher-quality.words-max");
    assertThat(Recipe.parse("preset = none").rules())
        .extracting(Rule::name)
        .containsExactly("length.characters-min");
  }

  @Test
  void givenProse_whenJudgedByTheDefault_thenItStays() {
    Judgement judgement = Recipe.parse("").judge(MODELS).judge(Texts.prose(3, 20));

    assertThat(judgement.refusal().map(refusal -> refusal.text())).isEmpty();
    assertThat(judgement.quality()).isBetween(0.5, 1.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|short|length.characters-min",
        "|Just a few words of text, hardly a line.|gopher-quality.words-min",
        "language.keep = [de]|The harbour lay quiet in the morning, and few were there.|language.keep",
        "preset = none, lines.boilerplate = [home]|Home\\n\\nlogin page|length.characters-min",
      })
  void givenATextThatFails_whenJudged_thenByThatRule(String overrides, String text, String rule) {
    Judgement judgement =
        Recipe.parse(overrides == null ? "" : overrides)
            .judge(MODELS)
            .judge(text.replace("\\n", "\n"));

    assertThat(judgement.refusal().orElseThrow().rule().name()).isEqualTo(rule);
  }

  @Test
  void givenLanguagesWithoutSpaces_whenJudged_thenRulesOfWordsAreSilent() {
    String text = "清晨的港口十分安静，只有几个渔民在船边修补渔网，等待北方来的船。".repeat(2);

    Judgement judgement = Recipe.parse("preset = technical").judge(MODELS).judge(text);

    assertThat(judgement.language().code()).isEqualTo("zh");
    assertThat(judgement.scores().get("gopher-quality.words")).isNaN();
    assertThat(judgement.scores().get("gopher-repetition.top-2-gram")).isNaN();
  }

  @Test
  void givenAnEvaluationSet_whenATextQuotesIt_thenItGoesAndTheSetIsNamed() throws IOException {
    String quote = "a train leaves the old station at noon and runs for six hours to the sea";
    Path set =
        Files.writeString(
            folder.resolve("exam.jsonl"),
            "{\"question\": \"" + quote + "\", \"more\": [{\"answer\": \"six\"}]}\n\n");
    Path file =
        Files.writeString(
            folder.resolve("my.conf"),
            "preset = none\ndecontamination.sets = [{name = exam, path = \"" + set + "\"}]");

    Recipe recipe = Recipe.parse(Recipe.read(file).overrides());
    Judgement judgement =
        recipe.judge(MODELS).judge("Once more: " + quote.toUpperCase(Locale.ROOT) + ".");

    assertThat(judgement.refusal().orElseThrow().text())
        .isEqualTo("decontamination.matches-max: 4 exam (expected: <= 0)");
    assertThat(judgement.refusal().orElseThrow().span()).isPresent();
    assertThat(recipe.judge(MODELS).judge("The train leaves at noon, they say.").isKept()).isTrue();
  }

  @Test
  void givenAnEvaluationSetThatChanged_whenJudging_thenRefusedUntilReadAgain() throws IOException {
    Path set = Files.writeString(folder.resolve("exam.txt"), "one two three");
    Recipe recipe =
        Recipe.parse("decontamination.sets = [{name = exam, path = \"" + set + "\"}]").pinned();
    String hash = recipe.hash();

    Files.writeString(set, "one two four");

    assertThatThrownBy(() -> recipe.judge(MODELS))
        .hasMessageContaining("the evaluation set is not the recipe's")
        .hasMessageContaining("exam.txt");
    assertThat(recipe.pinned().hash()).isNotEqualTo(hash);
    recipe.pinned().judge(MODELS);
    Files.delete(set);
    assertThatThrownBy(recipe::pinned).hasMessageContaining("cannot read the evaluation set");
  }

  @Test
  void givenASetInAnotherPlace_whenHashed_thenTheSameHash() throws IOException {
    Path one = Files.writeString(folder.resolve("one.txt"), "same");
    Path other = Files.writeString(folder.resolve("other.txt"), "same");

    assertThat(pinned(one).hash()).isEqualTo(pinned(other).hash());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "preset = technical, pii.phone-region = DE, lines.repeats-max = 2"})
  void anyText_isJudgedAndAlwaysAlike(String overrides) {
    var random = new Random(11);
    var one = Recipe.parse(overrides).judge(MODELS);
    var other = Recipe.parse(overrides).judge(MODELS);

    for (int i = 0; i < 60; i++) {
      String text = Texts.anything(random, random.nextInt(3000)) + Texts.prose(i, i % 9);
      Judgement judgement = one.judge(text);
      other.judge(Texts.prose(i, 3));
      assertThat(other.judge(text)).isEqualTo(judgement);
      assertThat(judgement.quality()).isBetween(0.0, 1.0);
    }
  }

  private static Recipe pinned(Path set) {
    return Recipe.parse("decontamination.sets = [{name = a, path = \"" + set + "\"}]").pinned();
  }
}
