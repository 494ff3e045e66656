// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    var runners = contenders.stream().map(Runner::new).toList();
    for (int round = 1 - warmUpRounds; round <= rounds; round++) {
      for (int i = 0; i < runners.size(); i++) {
        measure(runners.get(Math.floorMod(round - 1 + i, runners.size())), load, round);
      }
    }
    return runners.stream().map(runner -> runner.result(load)).toList();
  }

  private void measure(Runner runner, Load load, int round) throws InterruptedException {
    if (runner.failure.isPresent()) {
      return;
    }
    try {
      Measurement measurement = runner.contender.round(load);
      progress.measured(load, runner.contender, round, measurement);
      if (round > 0) {
        runner.measured.add(measurement);
      }
    } catch (IOException | RuntimeException e) {
      runner.failure = Optional.of(oneLine(e));
      progress.failed(load, runner.contender, e);
    }
  }

  private static String oneLine(Exception failure) {
    String message = failure.getMessage();
    return (message == null ? failure.toString() : message).lines().findFirst().orElse("");
  }

  /** A contender under one load. */
  private static final class Runner {
    private final Contender contender;
    private final List<Measurement> measured = new ArrayList<>();
    private Optional<String> failure = Optional.empty();

    private Runner(Contender contender) {
      this.contender = contender;
    }

    private Result result(Load load) {
      return new Result(load.name(), contender.name(), measured, failure);
    }
  }
}
