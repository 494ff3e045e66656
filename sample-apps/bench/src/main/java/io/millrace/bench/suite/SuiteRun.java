// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import io.millrace.bench.suite.SuiteResult.Circumstances;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run of a suite: what it may use, and what it has found so far. Not thread-safe. */
public final class SuiteRun {
  private final String suite;
  private final SuiteOptions options;
  private final Optional<BenchDatabase> shared;
  private final PeerChoice peers;
  private final Path folder;
  private final PrintWriter progress;
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, Load> loads = new LinkedHashMap<>();
  private final Map<String, Side> sides = new LinkedHashMap<>();
  private final List<Result> results = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  SuiteRun(
      String suite,
      SuiteOptions options,
      Optional<BenchDatabase> shared,
      Path folder,
      PrintWriter progress) {
    this.shared = shared;
    this.suite = suite;
    this.options = options;
    this.peers = options.peers();
    this.folder = folder;
    this.progress = progress;
  }

  /** Whether it only has to show that all works: the smallest loads, in seconds. */
  public boolean isSmoke() {
    return options.isSmoke();
  }

  /** For data and logs of this run, empty at its beginning; gone after it if all went well. */
  public Path folder() {
    return folder;
  }

  /** Those of the loads that were asked for. */
  public List<Load> wanted(List<Load> of) {
    of.forEach(load -> known.add(load.name()));
    return of.stream().filter(options::wants).toList();
  }

  /** What an earlier run left in the folder that holds the results of whole runs, if any. */
  public Optional<SuiteResult> earlier() throws IOException {
    Path file = ResultFile.file(suite, options.wholeResults());
    return Files.exists(file) ? Optional.of(ResultFile.read(file)) : Optional.empty();
  }

  /** What it has found so far. */
  public List<Result> results() {
    return List.copyOf(results);
  }

  /** Names of all loads that were on offer. */
  Set<String> known() {
    return known;
  }

  /** Starts a database for contenders to share, in a folder of its own. */
  public BenchDatabase startDatabase() throws IOException {
    return options.startDatabase(folder);
  }

  /**
   * The same for a race that need not stop it to count what it leaves on disk, as it cannot where
   * several suites have one: see {@link BenchDatabase#countsDisk}.
   */
  public BenchDatabase database() throws IOException {
    return shared.isPresent() ? shared.get().lend() : startDatabase();
  }

  /** Whether a peer takes part that needs no building. */
  public boolean wants(String peer) {
    return peers.wants(peer);
  }

  /**
   * What a peer in a process of its own is started from, if it takes part.
   *
   * @param peer name of the contender
   * @param module folder of its module below {@code sample-apps/bench-peers}
   */
  public Optional<PeerBuild> built(String peer, String module) {
    return peers.built(peer, module, this::note);
  }

  /** Tells the reader something; once is enough. */
  public void note(String text) {
    if (!notes.contains(text)) {
      notes.add(text);
      tell(text);
    }
  }

  /** Shows where it is. */
  public void tell(String text) {
    progress.println(suite + ": " + text);
    progress.flush();
  }

  /**
   * Lets the contenders race under those loads that were asked for and takes the results in; the
   * contenders stay open. A suite may call this several times, with the same contenders or others.
   *
   * @return what this race found
   */
  public List<Result> race(List<? extends Contender> contenders, List<Load> offered)
      throws InterruptedException {
    return race(contenders, offered, options.race(new Told(options.rounds())));
  }

  /**
   * The same with rounds of its own, where those of the command line mean nothing: what grows by
   * every round has no warm-up that does not count, and its rounds are not alike.
   */
  public List<Result> race(List<? extends Contender> contenders, List<Load> offered, int rounds)
      throws InterruptedException {
    return race(contenders, offered, new Race(0, 0, rounds, new Told(rounds)));
  }

  private List<Result> race(List<? extends Contender> contenders, List<Load> offered, Race race)
      throws InterruptedException {
    List<Load> under = wanted(offered);
    if (under.isEmpty()) {
      return List.of();
    }
    List<Result> found = race.run(contenders, under);
    // After it: a peer tells its settings only when it runs.
    contenders.forEach(contender -> sides.put(contender.name(), Side.of(contender)));
    under.forEach(load -> loads.put(load.name(), load));
    results.addAll(found);
    return found;
  }

  /**
   * Takes one result's place: the same, with a figure that is known only after the race.
   *
   * @return what stands there now
   */
  public Result addFigure(Result of, String name, double value) {
    int at = results.indexOf(of);
    if (at < 0) {
      throw new IllegalArgumentException(
          "no result of %s under %s (expected: one that race returned)"
              .formatted(of.contender(), of.load()));
    }
    Result more = of.with(name, value);
    results.set(at, more);
    return more;
  }

  SuiteResult result(String about, Circumstances circumstances, Map<String, Double> limits) {
    return new SuiteResult(
        suite,
        about,
        circumstances,
        List.copyOf(loads.values()),
        List.copyOf(sides.values()),
        results,
        limits,
        notes);
  }

  List<Load> loads() {
    return List.copyOf(loads.values());
  }

  private final class Told implements Race.Progress {
    private final int rounds;

    private Told(int rounds) {
      this.rounds = rounds;
    }

    @Override
    public void measured(Load load, Contender contender, int round, Measurement measurement) {
      tell(
          String.format(
              Locale.ROOT,
              "%s, %s, %s: %s records/s",
              load.name(),
              round > 0 ? "round %d of %d".formatted(round, rounds) : "warm-up",
              contender.name(),
              Figures.text(measurement.recordsPerSecond())));
    }

    @Override
    public void failed(Load load, Contender contender, Exception cause) {
      tell("%s, %s failed: %s".formatted(load.name(), contender.name(), cause));
    }
  }
}
