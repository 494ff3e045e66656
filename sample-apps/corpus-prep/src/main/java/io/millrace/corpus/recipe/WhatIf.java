// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Rule;
import io.millrace.corpus.rule.Scores;
import io.millrace.corpus.rule.contamination.Contamination;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers, from the scores that texts got by one recipe, which of them another recipe would refuse,
 * without reading a text again. Recipes may differ in thresholds, and the other may have fewer
 * rules; what a measure looks at must be the same. Scores are rounded to four decimals, so a text
 * at a threshold's very edge may fall on either side. Immutable.
 */
public final class WhatIf {
  private final List<Rule> rules;

  private WhatIf(List<Rule> rules) {
    this.rules = rules;
  }

  /**
   * Prepares the question.
   *
   * @param judgedBy the recipe by which the texts got their scores
   * @param other the one that is asked about
   * @throws MillraceException CALLER if the other has a measure whose scores are not there, or
   *     takes other lines out of texts
   */
  public static WhatIf of(Recipe judgedBy, Recipe other) {
    Map<String, Measure> taken = new HashMap<>();
    judgedBy.rules().forEach(rule -> taken.put(rule.measure().name(), rule.measure()));
    for (Rule rule : other.rules()) {
      Measure known = taken.get(rule.measure().name());
      boolean same =
          rule.measure() instanceof Contamination
              ? known != null && judgedBy.hasSetsOf(other)
              : rule.measure().equals(known);
      if (!same) {
        throw MillraceException.of(Kind.CALLER, "the texts have no such scores")
            .with("rule", rule.name())
            .with("expected", "a measure that the recipe " + judgedBy.hash() + " takes as well")
            .with("do", "switch the rule off, or judge the texts again");
      }
    }
    if (!judgedBy.readsAs(other)) {
      throw MillraceException.of(Kind.CALLER, "the recipes do not judge the same text")
          .with("expected", "the same lines taken out and the same language model in both")
          .with("do", "change thresholds only, or judge the texts again");
    }
    return new WhatIf(other.rules());
  }

  /**
   * The first rule that a text would not pass.
   *
   * @param scores as {@link Scores#text} has them
   */
  public Optional<Rule> refusal(String scores) {
    Map<String, Double> known = Scores.parse(scores);
    return rules.stream()
        .filter(rule -> !rule.passes(known.getOrDefault(rule.measure().name(), 0.0)))
        .findFirst();
  }
}
