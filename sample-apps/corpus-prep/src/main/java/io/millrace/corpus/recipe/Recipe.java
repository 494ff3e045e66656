// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import io.millrace.corpus.rule.DocumentJudge;
import io.millrace.corpus.rule.Rule;
import io.millrace.corpus.rule.RuleSet;
import io.millrace.corpus.rule.contamination.EvaluationText;
import io.millrace.corpus.rule.contamination.NgramIndex;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rules with which thresholds a run goes by: the default recipe, with what somebody wrote
 * over it. Checked as a whole when it is read. Has a short form that goes with every record, and a
 * hash that names it. Immutable.
 */
public final class Recipe {
  /** Changes when the rules themselves change, so that hashes do too. */
  private static final int RULES_VERSION = 1;

  /** Lowest threshold of near duplicates: less alike pairs are not written down. */
  public static final double NEAR_THRESHOLD_MIN = 0.7;

  private static final String SETS = "decontamination.sets";

  private final Config written;
  private final Config complete;
  private final List<EvaluationSet> sets;
  private final SourcePreference preference;
  private final double nearThreshold;

  private Recipe(Config written) {
    this.written = written;
    this.complete = RecipeText.complete(written);
    this.sets = sets(complete);
    this.preference = SettingsReader.preference(complete);
    this.nearThreshold = SettingsReader.nearThreshold(complete);
    // Reads every value, so that a wrong one is found now.
    ruleSet(noEvaluation());
  }

  /**
   * Reads what differs from the default.
   *
   * @param overrides HOCON; "" is the default recipe
   * @throws io.millrace.model.MillraceException CALLER naming what is wrong, and its line
   */
  public static Recipe parse(String overrides) {
    return new Recipe(RecipeText.parse(overrides));
  }

  /**
   * Reads a file, and the evaluation sets that it names: from now on these are bound to the content
   * they have now.
   *
   * @throws io.millrace.model.MillraceException CALLER naming what is wrong, its file and line
   */
  public static Recipe read(Path file) {
    return new Recipe(RecipeText.parse(file)).pinned();
  }

  /** The default recipe as text, with comments that say what each value is. */
  public static String defaultText() {
    try (InputStream in = RecipeText.defaultText().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same recipe, its evaluation sets bound to the content that their files have now. */
  public Recipe pinned() {
    if (sets.isEmpty()) {
      return this;
    }
    var pinned = sets.stream().map(set -> set.pinned().toMap()).toList();
    return new Recipe(written.withValue(SETS, ConfigValueFactory.fromIterable(pinned)));
  }

  /** What differs from the default, on one line; "" if nothing. {@link #parse} reads it. */
  public String overrides() {
    return written.isEmpty() ? "" : written.root().render(ConfigRenderOptions.concise());
  }

  /**
   * All values, a line for each, in an order and form that do not depend on how they were written.
   */
  public String canonical() {
    return Canonical.of(complete);
  }

  /**
   * Names the recipe: SHA-256 of the rules' version and {@link #canonical}, 64 hexadecimal digits.
   */
  public String hash() {
    String named = "rules " + RULES_VERSION + "\n" + canonical();
    return EvaluationSet.hash(named.getBytes(StandardCharsets.UTF_8));
  }

  /** The rules in the order in which they refuse, without reading evaluation sets. */
  public List<Rule> rules() {
    return RuleReader.read(complete, noEvaluation());
  }

  /** Which sources are preferred among near duplicates. */
  public SourcePreference preference() {
    return preference;
  }

  /**
   * Jaccard similarity from which on a document is a near duplicate of one that was there before;
   * {@link #NEAR_THRESHOLD_MIN} to 1.
   */
  public double nearThreshold() {
    return nearThreshold;
  }

  /**
   * A judge for one thread that goes by this recipe.
   *
   * @param models shared by all judges of a process
   * @throws io.millrace.model.MillraceException CALLER if an evaluation set cannot be read or is
   *     not the one that the recipe is bound to
   */
  public DocumentJudge judge(RuleModels models) {
    NgramIndex evaluation = sets.isEmpty() ? noEvaluation() : index(models);
    return DocumentJudge.of(ruleSet(evaluation), models.languages());
  }

  /** Whether both take the same lines out, and ask the same language model. */
  boolean readsAs(Recipe other) {
    return SettingsReader.lines(complete).equals(SettingsReader.lines(other.complete))
        && SettingsReader.language(complete) == SettingsReader.language(other.complete);
  }

  /** Whether both look for runs of the same length from the same evaluation sets. */
  boolean hasSetsOf(Recipe other) {
    return sets.equals(other.sets) && words() == other.words();
  }

  /** Two recipes that judge alike are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Recipe that && canonical().equals(that.canonical());
  }

  @Override
  public int hashCode() {
    return canonical().hashCode();
  }

  @Override
  public String toString() {
    return hash();
  }

  private RuleSet ruleSet(NgramIndex evaluation) {
    return new RuleSet(
        RuleReader.read(complete, evaluation),
        SettingsReader.lines(complete),
        SettingsReader.pii(complete),
        SettingsReader.language(complete));
  }

  private NgramIndex noEvaluation() {
    return NgramIndex.of(List.of(), words(), wordsMax());
  }

  private NgramIndex index(RuleModels models) {
    return models.index(
        words() + " " + wordsMax() + " " + sets,
        () -> {
          var texts = new ArrayList<EvaluationText>();
          sets.forEach(set -> texts.addAll(set.read()));
          return NgramIndex.of(texts, words(), wordsMax());
        });
  }

  private int words() {
    return new Section(complete, "decontamination").integer("words", 4, 100);
  }

  private int wordsMax() {
    return new Section(complete, "decontamination").integer("words-max", 1, 200_000_000);
  }

  private static List<EvaluationSet> sets(Config complete) {
    var section = new Section(complete, "decontamination");
    return section.objects("sets").stream()
        .map(object -> EvaluationSet.of(section.path("sets"), object))
        .toList();
  }
}
