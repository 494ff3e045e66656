// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Processor time that processes take from one moment on. What their children take is theirs only
 * once they are named. Not thread-safe.
 */
public final class CpuClock {
  private static final double MILLION = 1e6;

  private final Map<String, ProcessHandle> processes;
  private final Map<String, Double> before;

  private CpuClock(Map<String, ProcessHandle> processes) {
    this.processes = processes;
    this.before = read(processes);
  }

  /**
   * From now on.
   *
   * @param processes by what they are, such as {@code client}, {@code node}, {@code database};
   *     ordered
   */
  public static CpuClock start(Map<String, ProcessHandle> processes) {
    return new CpuClock(Collections.unmodifiableMap(new LinkedHashMap<>(processes)));
  }

  /** From now on, of this process as {@code client} and of another one. */
  public static CpuClock ofClientAnd(String name, ProcessHandle other) {
    var processes = new LinkedHashMap<String, ProcessHandle>();
    processes.put("client", ProcessHandle.current());
    processes.put(name, other);
    return start(processes);
  }

  /** From now on, of this process as {@code client}, of nodes by their names, and of a database. */
  public static CpuClock ofClient(Map<String, ProcessHandle> nodes, BenchDatabase database) {
    var processes = new LinkedHashMap<String, ProcessHandle>();
    processes.put("client", ProcessHandle.current());
    processes.putAll(nodes);
    processes.put("database", database.process());
    return start(processes);
  }

  /** What each took since. Unit: seconds; NaN where the system does not tell. */
  public Map<String, Double> seconds() {
    Map<String, Double> now = read(processes);
    now.replaceAll((name, seconds) -> seconds - before.getOrDefault(name, Double.NaN));
    return now;
  }

  /**
   * What a round took, with what each process took for a million records as a figure {@code
   * <process>-cpu-s-per-million}.
   *
   * @param seconds wall clock
   */
  public Measurement measurement(long records, double seconds) {
    Map<String, Double> cpu = seconds();
    double sum = cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    var figures = new LinkedHashMap<String, Double>();
    cpu.forEach(
        (name, own) -> {
          if (!Double.isNaN(own)) {
            figures.put(figure(name), own / records * MILLION);
          }
        });
    return new Measurement(records, seconds, sum, figures);
  }

  /** A round with what each process took besides, behind the round. */
  public Measurement addTo(Measurement round) {
    Measurement more = round;
    for (Map.Entry<String, Double> one : seconds().entrySet()) {
      double own = one.getValue();
      if (!Double.isNaN(own)) {
        double before = round.figures().getOrDefault(figure(one.getKey()), 0.0);
        more =
            more.withCpuSeconds(more.cpuSeconds() + own)
                .with(figure(one.getKey()), before + own / round.records() * MILLION);
      }
    }
    return more;
  }

  private static String figure(String process) {
    return process + "-cpu-s-per-million";
  }

  private static Map<String, Double> read(Map<String, ProcessHandle> processes) {
    var seconds = new LinkedHashMap<String, Double>();
    processes.forEach(
        (name, process) ->
            seconds.put(
                name,
                process.info().totalCpuDuration().map(CpuClock::toSeconds).orElse(Double.NaN)));
    return seconds;
  }

  private static double toSeconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
