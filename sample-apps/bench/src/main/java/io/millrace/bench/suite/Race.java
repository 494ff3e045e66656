// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets contenders run under each load in turns: the warm-up rounds, then the rounds that count,
 * each round all contenders one after the other, every round another one first. So whatever else
 * the machine does meets all of them alike, and none always runs on what the same other left
 * behind.
 *
 * <p>A contender that fails is out under that load, with its reason in the results; the others go
 * on, and it gets its chance again under the next load. Not thread-safe.
 *
 * @param warmUpRounds of each contender under each load, not counted, 0 up
 * @param rounds of each contender under each load, 1 up
 */
public record Race(int warmUpRounds, int rounds, Progress progress) {
  /** Hears what happens, at once. */
  public interface Progress {
    /**
     * A round is over.
     *
     * @param round counts from 1; warm-up rounds count from {@code 1 - warmUpRounds} to 0
     */
    void measured(Load load, Contender contender, int round, Measurement measurement);

    /** A contender failed and is out under this load. */
    void failed(Load load, Contender contender, Exception cause);
  }

  public Race {
    if (warmUpRounds < 0 || rounds < 1) {
      throw new IllegalArgumentException(
          "warm-up-rounds: %d, rounds: %d (expected: 0 up, 1 up)".formatted(warmUpRounds, rounds));
    }
  }

  /**
   * Runs it all; the contenders stay open.
   *
   * @return one for each load and contender that takes it, load by load, in the order given
   */
  public List<Result> run(List<? extends Contender> contenders, List<Load> loads)
      throws InterruptedException {
    var results = new ArrayList<Result>();
    for (Load load : loads) {
      results.addAll(run(contenders.stream().filter(c -> c.takes(load)).toList(), load));
    }
    return results;
  }

  private List<Result> run(List<? extends Contender> contenders, Load load)
      throws InterruptedException {
    var measured = new LinkedHashMap<Contender, List<Measurement>>();
    contenders.forEach(contender -> measured.put(contender, new ArrayList<>()));
    var failures = new LinkedHashMap<Contender, String>();
    for (int round = 1 - warmUpRounds; round <= rounds; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        int turn = Math.floorMod(round - 1 + i, contenders.size());
        Contender contender = contenders.get(turn);
        if (!failures.containsKey(contender)) {
          Optional<Measurement> one = measure(contender, load, round, failures);
          if (round > 0) {
            one.ifPresent(measurement -> measured.get(contender).add(measurement));
          }
        }
      }
    }
    var results = new ArrayList<Result>();
    measured.forEach(
        (contender, all) ->
            results.add(
                new Result(
                    load.name(),
                    contender.name(),
                    all,
                    Optional.ofNullable(failures.get(contender)))));
    return results;
  }

  private Optional<Measurement> measure(
      Contender contender, Load load, int round, Map<Contender, String> failures)
      throws InterruptedException {
    try {
      Measurement measurement = contender.round(load);
      progress.measured(load, contender, round, measurement);
      return Optional.of(measurement);
    } catch (IOException | RuntimeException e) {
      failures.put(contender, oneLine(e));
      progress.failed(load, contender, e);
      return Optional.empty();
    }
  }

  private static String oneLine(Exception failure) {
    String message = failure.getMessage();
    return (message == null ? failure.toString() : message).lines().findFirst().orElse("");
  }
}
