// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.line;

import java.util.List;

/**
 * Which lines go.
 *
 * @param boilerplate lines to take out, compared by their letters and digits alone: case, signs and
 *     blanks do not matter, each digit stands for any
 * @param repeatsMax how often one line may occur; of more, the first stays. 0: any number
 * @param repeatLengthMin shorter lines may repeat. Unit: UTF-16 units
 * @param citations whether marks such as [12], [edit] and [citation needed] go from lines that stay
 * @param wordLengthMax a line with a longer word goes. 0: any length. Unit: UTF-16 units
 * @param terminalPunctuation whether lines must end with a terminal punctuation mark
 * @param wordsMin a line with fewer words, as separated by blanks, goes
 * @param javascript whether lines with the word go
 * @param policyPhrases lines with one of them go; ASCII
 */
public record LineSettings(
    List<String> boilerplate,
    int repeatsMax,
    int repeatLengthMin,
    boolean citations,
    int wordLengthMax,
    boolean terminalPunctuation,
    int wordsMin,
    boolean javascript,
    List<String> policyPhrases) {
  /** Copies the lists. */
  public LineSettings {
    boilerplate = List.copyOf(boilerplate);
    policyPhrases = List.copyOf(policyPhrases);
  }

  /** Whether no line can go and none changes. */
  public boolean isOff() {
    return boilerplate.isEmpty()
        && repeatsMax == 0
        && !citations
        && wordLengthMax == 0
        && !terminalPunctuation
        && wordsMin == 0
        && !javascript
        && policyPhrases.isEmpty();
  }
}
