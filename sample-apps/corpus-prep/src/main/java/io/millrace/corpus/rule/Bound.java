// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

/** Which scores pass a threshold. */
public enum Bound {
  /** The threshold and more. */
  AT_LEAST(">="),
  /** More than the threshold. */
  ABOVE(">"),
  /** The threshold and less. */
  AT_MOST("<="),
  /** Less than the threshold. */
  BELOW("<");

  private final String sign;

  Bound(String sign) {
    this.sign = sign;
  }

  /** How it is written between score and threshold. */
  public String sign() {
    return sign;
  }

  /** Whether the score passes; one that is not judged does. */
  public boolean passes(double score, double threshold) {
    return switch (this) {
      case AT_LEAST -> !(score < threshold);
      case ABOVE -> !(score <= threshold);
      case AT_MOST -> !(score > threshold);
      case BELOW -> !(score >= threshold);
    };
  }

  /** Whether scores pass above the threshold, not below it. */
  public boolean isLowest() {
    return this == AT_LEAST || this == ABOVE;
  }
}
