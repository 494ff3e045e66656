// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that one run of a suite found.
 *
 * @param suite its name
 * @param about what it measures, in sentences
 * @param circumstances when, where and how it ran
 * @param loads in order
 * @param sides the contenders, in order
 * @param results load by load
 * @param limits for each load that has one, how many records a second the machine could do at most
 *     according to the suite {@code limits}
 * @param notes what a reader has to know besides, such as peers that were left out
 */
public record SuiteResult(
    String suite,
    String about,
    Circumstances circumstances,
    List<Load> loads,
    List<Side> sides,
    List<Result> results,
    Map<String, Double> limits,
    List<String> notes) {

  /**
   * When, where and how a suite ran.
   *
   * @param date when it began, ISO-8601 in UTC
   * @param command what was called
   * @param commit of the source tree; empty if not known
   * @param loadBefore one-minute load of the machine before; below 0 if not known
   * @param loadAfter and after
   * @param warmUpRounds of each contender under each load
   * @param rounds of each contender under each load
   */
  public record Circumstances(
      String date,
      String command,
      String commit,
      Machine machine,
      double loadBefore,
      double loadAfter,
      int warmUpRounds,
      int rounds) {}

  public SuiteResult {
    loads = List.copyOf(loads);
    sides = List.copyOf(sides);
    results = List.copyOf(results);
    limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
    notes = List.copyOf(notes);
  }

  /** What a contender did under a load, if it took part. */
  public Optional<Result> result(String load, String contender) {
    return results.stream()
        .filter(r -> r.load().equals(load) && r.contender().equals(contender))
        .findFirst();
  }

  /** All results under a load. */
  public List<Result> under(String load) {
    return results.stream().filter(r -> r.load().equals(load)).toList();
  }

  /**
   * How many times as many records a second Millrace did as this contender, by their medians. Empty
   * for Millrace itself and where either was not measured.
   */
  public OptionalDouble ratio(Result of) {
    if (of.contender().equals(Contender.MILLRACE) || !of.isMeasured()) {
      return OptionalDouble.empty();
    }
    return result(of.load(), Contender.MILLRACE)
        .filter(Result::isMeasured)
        .map(
            ours ->
                OptionalDouble.of(
                    ours.recordsPerSecond().median() / of.recordsPerSecond().median()))
        .orElse(OptionalDouble.empty());
  }

  /** Which share of what the machine could do at most this is; empty where no limit is known. */
  public OptionalDouble shareOfLimit(Result of) {
    Double limit = limits.get(of.load());
    return limit == null || !of.isMeasured()
        ? OptionalDouble.empty()
        : OptionalDouble.of(of.recordsPerSecond().median() / limit);
  }

  /** Who failed under what and why, a line each. */
  public List<String> failures() {
    return results.stream()
        .filter(r -> r.failure().isPresent())
        .map(r -> "%s, %s failed: %s".formatted(r.load(), r.contender(), r.failure().get()))
        .toList();
  }

  /** Names of all figures that any result has, in the order they are first met. */
  public List<String> figureNames() {
    return results.stream().flatMap(r -> r.figureNames().stream()).distinct().toList();
  }
}
