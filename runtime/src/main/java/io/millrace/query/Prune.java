// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.select.Predicate;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * Says of a partition or a block that no row of it can fulfil a predicate, and by what that is
 * known. Never says so where a row could.
 */
final class Prune {
  private Prune() {}

  /** What is known of a place. */
  interface Facts {
    /**
     * Why no row of the place makes a predicate true that is no And and no Or: a short name of what
     * tells; null if one may.
     */
    @Nullable String absent(Predicate leaf);
  }

  /**
   * Why no row of the place fulfils the predicate; null if one may.
   *
   * @param predicate with NOT at its leaves only
   */
  static @Nullable String absent(Predicate predicate, Facts facts) {
    if (predicate instanceof Predicate.And and) {
      for (Predicate part : and.parts()) {
        String reason = absent(part, facts);
        if (reason != null) {
          return reason;
        }
      }
      return null;
    }
    if (predicate instanceof Predicate.Or or) {
      var reasons = new LinkedHashSet<String>();
      for (Predicate part : or.parts()) {
        String reason = absent(part, facts);
        if (reason == null) {
          return null;
        }
        reasons.add(reason);
      }
      return reasons.isEmpty() ? "FALSE" : String.join(" and ", reasons);
    }
    return facts.absent(predicate);
  }
}
