// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.List;

/**
 * Moves every NOT down to what cannot be turned round: true for the same rows, in the same three
 * values.
 */
public final class Nnf {
  private Nnf() {}

  /** The predicate with NOT only before IN, prefix and exists. */
  public static Predicate of(Predicate predicate) {
    return of(predicate, false, 0);
  }

  static MillraceException tooDeep() {
    return MillraceException.of(Kind.CALLER, "filter is nested too deeply")
        .with("expected", "at most " + Predicate.DEPTH_MAX + " levels");
  }

  private static Predicate of(Predicate predicate, boolean not, int depth) {
    if (depth > Predicate.DEPTH_MAX) {
      throw tooDeep();
    }
    if (predicate instanceof Predicate.Not inner) {
      return of(inner.part(), !not, depth + 1);
    }
    if (predicate instanceof Predicate.And and) {
      List<Predicate> parts = parts(and.parts(), not, depth);
      return not ? new Predicate.Or(parts) : new Predicate.And(parts);
    }
    if (predicate instanceof Predicate.Or or) {
      List<Predicate> parts = parts(or.parts(), not, depth);
      return not ? new Predicate.And(parts) : new Predicate.Or(parts);
    }
    if (!not) {
      return predicate;
    }
    return predicate instanceof Predicate.Compare compare
        ? new Predicate.Compare(compare.column(), compare.comparison().negated(), compare.literal())
        : new Predicate.Not(predicate);
  }

  private static List<Predicate> parts(List<Predicate> parts, boolean not, int depth) {
    return parts.stream().map(part -> of(part, not, depth + 1)).toList();
  }
}
