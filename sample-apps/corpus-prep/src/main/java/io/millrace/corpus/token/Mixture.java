// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of each source is taken.
 *
 * @param weights by source, in any unit, 0 to leave it out; empty for each source as much as it has
 * @param epochs most times that a document is taken; more than 0
 * @param tokensMax most tokens of all sources, 0 for as many as the weights and epochs allow
 */
record Mixture(Map<String, Double> weights, double epochs, long tokensMax) {
  Mixture {
    weights = Map.copyOf(weights);
    weights.forEach(
        (source, weight) -> {
          if (!(weight >= 0) || weight.isInfinite()) {
            throw new IllegalArgumentException(
                "--weight " + source + ": " + weight + " (expected: 0 or more)");
          }
        });
    if (!(epochs > 0 && epochs <= 100)) {
      throw new IllegalArgumentException(
          "--epochs: " + epochs + " (expected: more than 0, at most 100)");
    }
    if (tokensMax < 0) {
      throw new IllegalArgumentException("--tokens: " + tokensMax + " (expected: 0 or more)");
    }
  }

  /**
   * How many tokens to take of each source.
   *
   * @param sources their names
   * @param tokens how many each has
   * @throws MillraceException CALLER if weights and sources do not fit, or there are too few tokens
   */
  long[] budgets(List<String> sources, long[] tokens) {
    double[] shares = shares(sources, tokens);
    double most = mostTokens(tokens, shares);
    if (tokensMax > most) {
      throw MillraceException.of(Kind.CALLER, "there are too few tokens")
          .with("--tokens", tokensMax)
          .with("--epochs", epochs)
          .with("expected", "at most " + (long) most + " tokens, or more epochs");
    }
    boolean all = tokensMax == 0 && weights.isEmpty();
    double total = tokensMax == 0 ? most : tokensMax;
    var budgets = new long[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      budgets[i] = Math.round(all ? epochs * tokens[i] : total * shares[i]);
    }
    return budgets;
  }

  private double[] shares(List<String> sources, long[] tokens) {
    var shares = new double[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      shares[i] = weights.isEmpty() ? tokens[i] : weight(sources, i);
    }
    checkNames(sources);
    double sum = Arrays.stream(shares).sum();
    if (sum == 0 && tokens.length > 0) {
      throw MillraceException.of(Kind.CALLER, "all weights are 0")
          .with("weights", new TreeMap<>(weights))
          .with("expected", "one above 0");
    }
    return Arrays.stream(shares).map(share -> share / sum).toArray();
  }

  private double weight(List<String> sources, int i) {
    Double weight = weights.get(sources.get(i));
    if (weight == null) {
      throw MillraceException.of(Kind.CALLER, "source has no weight")
          .with("source", sources.get(i))
          .with("expected", "--weight for each of " + sources + ", 0 to leave one out");
    }
    return weight;
  }

  private void checkNames(List<String> sources) {
    for (String name : new TreeMap<>(weights).keySet()) {
      if (!sources.contains(name)) {
        throw MillraceException.of(Kind.CALLER, "no document is of this source")
            .with("--weight", name)
            .with("expected", "one of " + sources);
      }
    }
  }

  /** Until the first source has been taken as often as it may be. */
  private double mostTokens(long[] tokens, double[] shares) {
    double most = Double.MAX_VALUE;
    for (int i = 0; i < tokens.length; i++) {
      if (shares[i] > 0) {
        most = Math.min(most, epochs * tokens[i] / shares[i]);
      }
    }
    return tokens.length == 0 ? 0 : most;
  }
}
