// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Rule;
import io.millrace.corpus.rule.Scores;
import io.millrace.corpus.rule.contamination.Contamination;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers, from the scores that texts got by one recipe, which of them another recipe would refuse,
 * without reading a text again. Recipes may differ in thresholds and in which rules they have; what
 * a measure looks at must be the same, and a rule whose measure was not taken has no answer. Scores
 * are rounded to four decimals, so a text at a threshold's very edge may fall on either side.
 * Immutable.
 */
public final class WhatIf {
  private final List<Rule> rules;
  private final List<String> unanswered;

  private WhatIf(List<Rule> rules, List<String> unanswered) {
    this.rules = rules;
    this.unanswered = unanswered;
  }

  /**
   * Prepares the question.
   *
   * @param judgedBy the recipe by which the texts got their scores
   * @param other the one that is asked about
   * @throws MillraceException CALLER if the other takes other lines out of texts or asks another
   *     language model, so that no score says anything of it
   */
  public static WhatIf of(Recipe judgedBy, Recipe other) {
    if (!judgedBy.readsAs(other)) {
      throw MillraceException.of(Kind.CALLER, "the recipes do not judge the same text")
          .with("expected", "the same lines taken out and the same language model in both")
          .with("do", "change thresholds only, or judge the texts again");
    }
    Map<String, Measure> taken = new HashMap<>();
    judgedBy.rules().forEach(rule -> taken.put(rule.measure().name(), rule.measure()));
    var answered = new ArrayList<Rule>();
    var unanswered = new ArrayList<String>();
    for (Rule rule : other.rules()) {
      Measure known = taken.get(rule.measure().name());
      boolean isSame =
          rule.measure() instanceof Contamination
              ? known != null && judgedBy.hasSetsOf(other)
              : rule.measure().equals(known);
      if (isSame) {
        answered.add(rule);
      } else {
        unanswered.add(rule.name());
      }
    }
    return new WhatIf(List.copyOf(answered), List.copyOf(unanswered));
  }

  /** Rules of the other recipe by which the texts were not scored: as if they were off. */
  public List<String> unanswered() {
    return unanswered;
  }

  /**
   * The first rule with an answer that a text would not pass.
   *
   * @param scores as {@link Scores#text} has them
   * @param waived names of rules that do not refuse it
   * @throws IllegalArgumentException if the scores are none
   */
  public Optional<Rule> refusal(String scores, Set<String> waived) {
    Map<String, Double> known = Scores.parse(scores);
    return rules.stream()
        .filter(rule -> !rule.passes(known.getOrDefault(rule.measure().name(), 0.0)))
        .filter(rule -> !waived.contains(rule.name()))
        .findFirst();
  }
}
