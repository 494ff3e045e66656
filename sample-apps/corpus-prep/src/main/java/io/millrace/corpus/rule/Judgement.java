// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import io.millrace.corpus.rule.language.Language;
import io.millrace.corpus.rule.line.LineReason;
import io.millrace.corpus.rule.pii.PiiKind;
import java.util.Map;
import java.util.Optional;

/**
 * What a judge says of one text.
 *
 * @param text what is left of it: without the lines that went and, if it stays, with tokens in
 *     place of what tells of a person
 * @param refusal why it goes; empty: it stays
 * @param scores what every measure says, of a text that goes as well
 * @param quality 0 to 1: how far the scores are from their thresholds, on average
 * @param language what the model takes it for
 * @param removedLines lines that went, by reason
 * @param pii what tokens stand for, by kind; none for a text that goes
 */
public record Judgement(
    String text,
    Optional<Refusal> refusal,
    Scores scores,
    double quality,
    Language language,
    Map<LineReason, Integer> removedLines,
    Map<PiiKind, Integer> pii) {
  /** Copies the maps. */
  public Judgement {
    removedLines = Map.copyOf(removedLines);
    pii = Map.copyOf(pii);
  }

  /** Whether the text stays. */
  public boolean isKept() {
    return refusal.isEmpty();
  }
}
