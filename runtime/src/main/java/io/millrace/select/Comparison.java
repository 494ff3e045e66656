// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

/** How two values are compared. */
public enum Comparison {
  /** Equal. */
  EQ("="),
  /** Not equal. */
  NE("!="),
  /** Less. */
  LT("<"),
  /** Not greater. */
  LE("<="),
  /** Greater. */
  GT(">"),
  /** Not less. */
  GE(">=");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  /** How a query's text writes it. */
  public String sign() {
    return sign;
  }

  /** Whether it holds. */
  public boolean holds(int order) {
    return switch (this) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
    };
  }

  /** The one that holds exactly when this one does not. */
  public Comparison negated() {
    return switch (this) {
      case EQ -> NE;
      case NE -> EQ;
      case LT -> GE;
      case LE -> GT;
      case GT -> LE;
      case GE -> LT;
    };
  }
}
