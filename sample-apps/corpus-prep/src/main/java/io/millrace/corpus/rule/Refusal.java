// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import java.util.Optional;

/**
 * Why a text went.
 *
 * @param rule the rule it did not pass
 * @param score its score
 * @param span the place in the text, after lines were taken out, that raised the score the most
 * @param detail more for people, such as the name of an evaluation set; empty if there is nothing
 */
public record Refusal(Rule rule, double score, Optional<Span> span, String detail) {
  /** For people: {@code gopher-quality.words-min: 12 (expected: >= 50)}. */
  public String text() {
    String number = Scores.number(score);
    String expected = rule.bound().sign() + " " + Scores.number(rule.threshold());
    return rule.name()
        + ": "
        + number
        + (detail.isEmpty() ? "" : " " + detail)
        + " (expected: "
        + expected
        + ")";
  }
}
