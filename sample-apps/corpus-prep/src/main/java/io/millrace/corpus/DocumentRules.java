// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.model.Fields;
import java.util.Optional;

/**
 * Judges a document by itself, before it is compared with others. One for each partition; called by
 * one thread at a time. Says the same for the same.
 */
interface DocumentRules {
  /**
   * What the rules say of a document.
   *
   * @param removal why it does not stay; empty if it may
   * @param text the text as it goes on, if it may stay: parts of it may have been taken out
   * @param quality 0 to 1; the better one of near duplicates stays
   * @param facts what becomes known of it: scores, rule, threshold, span
   * @param preference of its source: the lower stays, whatever the quality; 0 up
   * @param nearThreshold similarity from which on it is a near duplicate of one that was there
   *     before, 0 to 1; 0: the job's own
   */
  record Verdict(
      Optional<Removal> removal,
      String text,
      double quality,
      Fields facts,
      int preference,
      double nearThreshold) {
    /** It goes. */
    static Verdict remove(Removal why, Fields facts) {
      return new Verdict(Optional.of(why), "", 0, facts, 0, 0);
    }

    /** It may stay. */
    static Verdict keep(
        String text, double quality, Fields facts, int preference, double nearThreshold) {
      return new Verdict(Optional.empty(), text, quality, facts, preference, nearThreshold);
    }
  }

  /**
   * Judges a text.
   *
   * @param text not empty
   * @param fields of the document's record
   */
  Verdict judge(String text, Fields fields);
}
