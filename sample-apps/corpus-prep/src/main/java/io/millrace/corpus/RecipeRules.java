// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.recipe.Recipe;
import io.millrace.corpus.recipe.RuleModels;
import io.millrace.corpus.rule.DocumentJudge;
import io.millrace.corpus.rule.Judgement;
import io.millrace.corpus.rule.Refusal;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges each document by the recipe that its record names: the field {@link #RECIPE} has what
 * differs from the default one, and is not there if nothing does. A client checks its recipe before
 * it sends the first record. Holds one judge, that of the last recipe, since a run has one.
 */
final class RecipeRules implements DocumentRules {
  /** Field of a record: {@link Recipe#overrides}. */
  static final String RECIPE = "recipe";

  /** Field of results: {@link Recipe#hash}. */
  static final String RECIPE_HASH = "recipe_hash";

  /** Field of a refusal: name of the rule that the text does not pass. */
  static final String RULE = "rule";

  /** Field of a refusal: the text's score. */
  static final String SCORE = "score";

  /** Field of a refusal: the rule's threshold. */
  static final String THRESHOLD = "threshold";

  /** Field of a refusal: characters of the text that raised the score most, from and to. */
  static final String SPAN = "span";

  /** Field of a refusal: more for people, such as the evaluation set that is quoted. */
  static final String DETAIL = "detail";

  /** Field of results: what all measures say; {@link io.millrace.corpus.rule.Scores#text}. */
  static final String SCORES = "scores";

  /** Field of results: 0 to 1. */
  static final String QUALITY = "quality";

  /** Field of results: the language's code, if one was found. */
  static final String LANGUAGE = "language";

  private static final String LINES = "lines_removed";
  private static final String PII = "pii_";
  private static final double QUALITY_SCALE = 10_000;

  private static final Set<String> TOLD =
      Set.of(RECIPE_HASH, RULE, SCORE, THRESHOLD, SPAN, DETAIL, SCORES, QUALITY, LANGUAGE, LINES);

  private final RuleModels models;
  private @Nullable Judge judge;

  /** What the recipe leaves as it is by default is the job's own. */
  private static final double NEAR_THRESHOLD = Recipe.parse("").nearThreshold();

  private record Judge(String overrides, String hash, Recipe recipe, DocumentJudge judge) {
    double nearThreshold() {
      return recipe.nearThreshold() == NEAR_THRESHOLD ? 0 : recipe.nearThreshold();
    }
  }

  /** Shares the models with the judges of other partitions. */
  RecipeRules(RuleModels models) {
    this.models = models;
  }

  @Override
  public Verdict judge(String text, Fields fields) {
    Judge by = judge(fields.text(RECIPE).orElse(""));
    Judgement judgement = by.judge.judge(text, Waivers.of(fields).rules());
    FieldsBuilder facts = Fields.builder();
    facts.put(RECIPE_HASH, by.hash).put(QUALITY, rounded(judgement.quality()));
    String scores = judgement.scores().text();
    if (!scores.isEmpty()) {
      facts.put(SCORES, scores);
    }
    if (!judgement.language().code().isEmpty()) {
      facts.put(LANGUAGE, judgement.language().code());
    }
    long lines = judgement.removedLines().values().stream().mapToLong(Integer::longValue).sum();
    if (lines > 0) {
      facts.put(LINES, lines);
    }
    judgement.pii().forEach((kind, n) -> facts.put(PII + kind.label(), n));
    if (judgement.refusal().isPresent()) {
      tell(judgement.refusal().get(), facts);
      return Verdict.remove(Removal.REFUSED, facts.build());
    }
    return Verdict.keep(
        judgement.text(),
        rounded(judgement.quality()),
        facts.build(),
        by.recipe.preference().of(fields.text(DocumentFields.SOURCE).orElse("")),
        by.nearThreshold());
  }

  /** Fields that name a recipe to a judge. */
  static Fields fields(String overrides) {
    return overrides.isEmpty() ? Fields.EMPTY : Fields.of(RECIPE, overrides);
  }

  /** Whether a result's field is something that rules found out, and no record's. */
  static boolean isFinding(String name) {
    return TOLD.contains(name) || name.startsWith(PII);
  }

  private static void tell(Refusal refusal, FieldsBuilder facts) {
    facts
        .put(RULE, refusal.rule().name())
        .put(SCORE, finite(refusal.score()))
        .put(THRESHOLD, finite(refusal.rule().threshold()));
    refusal.span().ifPresent(span -> facts.put(SPAN, span.start() + "-" + span.end()));
    if (!refusal.detail().isEmpty()) {
      facts.put(DETAIL, refusal.detail());
    }
  }

  /** Scores are few digits, so that they take few bytes. */
  private static double rounded(double quality) {
    return Math.round(quality * QUALITY_SCALE) / QUALITY_SCALE;
  }

  private static double finite(double score) {
    return Double.isFinite(score) ? score : 0;
  }

  private Judge judge(String overrides) {
    Judge last = judge;
    if (last == null || !last.overrides.equals(overrides)) {
      Recipe recipe = Recipe.parse(overrides);
      last = new Judge(overrides, recipe.hash(), recipe, recipe.judge(models));
      judge = last;
    }
    return last;
  }
}
