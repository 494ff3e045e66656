// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
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
 * @param warmUpSeconds how long a contender must have been at work, under whichever loads, before
 *     its rounds count: its warm-up goes on until then, 0 up
 * @param rounds of each contender under each load, 1 up
 */
public record Race(int warmUpRounds, double warmUpSeconds, int rounds, Progress progress) {
  /** More warm-up than this is not waited for, however short the rounds are. */
  private static final int WARM_UP_ROUNDS_MAX = 40;

  /** Hears what happens, at once. */
  public interface Progress {
    /**
     * A round is over.
     *
     * @param round counts from 1; 0 for every warm-up round
     */
    void measured(Load load, Contender contender, int round, Measurement measurement);

    /** A contender failed and is out under this load. */
    void failed(Load load, Contender contender, Exception cause);
  }

  public Race {
    if (warmUpRounds < 0 || !(warmUpSeconds >= 0) || rounds < 1) {
      throw new IllegalArgumentException(
          "warm-up-rounds: %d, warm-up-seconds: %s, rounds: %d (expected: 0 up, 0 up, 1 up)"
              .formatted(warmUpRounds, warmUpSeconds, rounds));
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
    var worked = new IdentityHashMap<Contender, Double>();
    for (Load load : loads) {
      var runners = contenders.stream().filter(c -> c.takes(load)).map(Runner::new).toList();
      warmUp(runners, load, worked);
      for (int round = 1; round <= rounds; round++) {
        for (int i = 0; i < runners.size(); i++) {
          measure(runners.get((round - 1 + i) % runners.size()), load, round, worked);
        }
      }
      runners.forEach(runner -> results.add(runner.result(load)));
    }
    return results;
  }

  private void warmUp(List<Runner> runners, Load load, Map<Contender, Double> worked)
      throws InterruptedException {
    boolean cold = true;
    for (int done = 0; cold; done++) {
      cold = false;
      for (int i = 0; i < runners.size(); i++) {
        Runner runner = runners.get(Math.floorMod(done - warmUpRounds + i, runners.size()));
        if (isCold(runner, done, worked)) {
          measure(runner, load, 0, worked);
          cold = true;
        }
      }
    }
  }

  private boolean isCold(Runner runner, int done, Map<Contender, Double> worked) {
    return runner.failure.isEmpty()
        && (done < warmUpRounds
            || (done < WARM_UP_ROUNDS_MAX
                && worked.getOrDefault(runner.contender, 0.) < warmUpSeconds));
  }

  private void measure(Runner runner, Load load, int round, Map<Contender, Double> worked)
      throws InterruptedException {
    if (runner.failure.isPresent()) {
      return;
    }
    try {
      Measurement measurement = runner.contender.round(load);
      worked.merge(runner.contender, measurement.seconds(), Double::sum);
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
