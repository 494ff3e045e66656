// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What one contender did under one load.
 *
 * @param load its name
 * @param contender its name
 * @param rounds in the order they ran, warm-up not among them; empty if the contender failed
 * @param failure why it has fewer rounds than asked for, in one line
 */
public record Result(
    String load, String contender, List<Measurement> rounds, Optional<String> failure) {
  public Result {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty() && failure.isEmpty()) {
      throw new IllegalArgumentException(
          "%s under %s: no rounds and no failure (expected: one of them)"
              .formatted(contender, load));
    }
  }

  /** The same with a figure more in every round. */
  Result with(String name, double value) {
    return new Result(
        load, contender, rounds.stream().map(round -> round.with(name, value)).toList(), failure);
  }

  /** Whether there is anything to sum up. */
  public boolean isMeasured() {
    return !rounds.isEmpty();
  }

  /** Records a second. Only if measured. */
  public Summary recordsPerSecond() {
    return summary(Measurement::recordsPerSecond);
  }

  /** CPU seconds a million records; empty if no round knows. */
  public Optional<Summary> cpuSecondsPerMillion() {
    List<Double> known =
        rounds.stream()
            .map(Measurement::cpuSecondsPerMillion)
            .filter(cpu -> !Double.isNaN(cpu))
            .toList();
    return known.isEmpty() ? Optional.empty() : Optional.of(Summary.of(known));
  }

  /** Names of the figures that any round has, in the order they are first named. */
  public Set<String> figureNames() {
    var names = new LinkedHashSet<String>();
    rounds.forEach(round -> names.addAll(round.figures().keySet()));
    return names;
  }

  /** One figure; empty if no round has it. */
  public Optional<Summary> figure(String name) {
    List<Double> known =
        rounds.stream()
            .filter(round -> round.figures().containsKey(name))
            .map(round -> round.figures().get(name))
            .toList();
    return known.isEmpty() ? Optional.empty() : Optional.of(Summary.of(known));
  }

  /** All figures. */
  public Map<String, Summary> figures() {
    var all = new LinkedHashMap<String, Summary>();
    figureNames().forEach(name -> figure(name).ifPresent(summary -> all.put(name, summary)));
    return all;
  }

  private Summary summary(ToDoubleFunction<Measurement> figure) {
    return Summary.of(rounds.stream().map(figure::applyAsDouble).toList());
  }
}
