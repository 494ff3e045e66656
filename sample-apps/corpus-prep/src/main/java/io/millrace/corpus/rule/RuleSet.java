// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import io.millrace.corpus.rule.language.LanguageChoice;
import io.millrace.corpus.rule.line.LineSettings;
import io.millrace.corpus.rule.pii.PiiSettings;
import java.util.List;

/**
 * All that a judge goes by.
 *
 * @param rules in this order; the first that a text does not pass is the reason it went
 * @param lines which lines go before the rules look
 * @param pii what is taken out of a text that passed
 * @param language which model is asked
 */
public record RuleSet(
    List<Rule> rules, LineSettings lines, PiiSettings pii, LanguageChoice language) {
  /** Copies the list. */
  public RuleSet {
    rules = List.copyOf(rules);
  }
}
