// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is common to all suites on the command line. A picocli mixin. */
public final class SuiteOptions {
  private static final int SMOKE_ROUNDS = 1;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description =
          "Rounds that count, of each contender under each load (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--warm-up-rounds",
      defaultValue = "2",
      description = "Rounds before them (default: ${DEFAULT-VALUE}).")
  private int warmUpRounds = 2;

  @Option(
      names = "--warm-up-seconds",
      defaultValue = "60",
      description = {
        "How long a contender must have been at work before its rounds count: until then its warm-up",
        "goes on, 40 rounds at most; cold, a figure is one of the JVM (default: ${DEFAULT-VALUE})."
      })
  private int warmUpSeconds = 60;

  @Option(
      names = "--peers",
      defaultValue = "built",
      paramLabel = "all|built|none|NAME[,NAME]",
      description = {
        "Which peers take part: those that are built, all or some by name (an error if one is not",
        "built), or none (default: ${DEFAULT-VALUE}). To build them: mvn -Pbench -DskipTests package."
      })
  private String peers = PeerChoice.BUILT;

  @Option(
      names = "--loads",
      split = ",",
      paramLabel = "TEXT",
      description = {
        "Only loads whose names contain one of these texts; results then go to .millrace/bench/part",
        "unless told otherwise. Default: all."
      })
  private List<String> loads = List.of();

  @Option(
      names = "--results",
      paramLabel = "FOLDER",
      description = {
        "Gets SUITE.json and index.html (default: sample-apps/bench/results in a source tree,",
        "otherwise .millrace/bench/results; .millrace/bench/smoke with --smoke, part with --loads)."
      })
  private @Nullable Path results;

  @Option(
      names = "--doc",
      paramLabel = "FILE",
      description = {
        "Markdown document whose part of the suite is written anew (default: docs/performance.md of",
        "the source tree, docs/scaling.md for scale, if the results go to their default folder, with all loads, not --smoke)."
      })
  private @Nullable Path doc;

  @Option(
      names = "--smoke",
      description =
          "Smallest loads, one round, no warm-up: shows that all works; figures mean nothing.")
  private boolean smoke;

  @Option(
      names = "--folder",
      defaultValue = ".millrace/bench",
      description = "Holds data and logs while it runs (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of(".millrace", "bench");

  /**
   * Refuses what cannot be.
   *
   * @param knownPeers names of the peers of all suites that are to run
   */
  public void check(Collection<String> knownPeers) {
    if (rounds < 1 || warmUpRounds < 0 || warmUpSeconds < 0) {
      throw MillraceException.of(Kind.CALLER, "no such number of rounds")
          .with("--rounds", rounds)
          .with("--warm-up-rounds", warmUpRounds)
          .with("--warm-up-seconds", warmUpSeconds)
          .with("expected", "1 up, 0 up, 0 up");
    }
    peers().check(knownPeers);
  }

  /** Starts a database in a folder of its own below this one. */
  public BenchDatabase startDatabase(Path below) throws IOException {
    return BenchDatabase.start(
        Files.createTempDirectory(below, "cassandra-"), folder.resolve("cassandra-cache"));
  }

  /** A folder of its own, for one run, below that of all. */
  public Path createFolder(String of) throws IOException {
    Path all = Files.createDirectories(folder).toAbsolutePath().normalize();
    return Files.createTempDirectory(all, of + "-");
  }

  int rounds() {
    return smoke ? SMOKE_ROUNDS : rounds;
  }

  int warmUpRounds() {
    return smoke ? 0 : warmUpRounds;
  }

  Race race(Race.Progress progress) {
    return new Race(warmUpRounds(), smoke ? 0 : warmUpSeconds, rounds(), progress);
  }

  PeerChoice peers() {
    return PeerChoice.parse(peers, SourceTree.here());
  }

  /** Whether it only has to be shown that all works. */
  public boolean isSmoke() {
    return smoke;
  }

  /** Whether what it finds is the suite's, not a part or a smoke of it. */
  private boolean isWhole() {
    return !smoke && loads.isEmpty();
  }

  boolean wants(Load load) {
    return loads.isEmpty() || loads.stream().anyMatch(load.name()::contains);
  }

  Path folder() {
    return folder;
  }

  /** Where results go. */
  Path results() {
    if (results != null) {
      return results;
    }
    if (!isWhole()) {
      return folder.resolve(smoke ? "smoke" : "part");
    }
    return wholeResults();
  }

  /** Where results of whole runs go. */
  Path wholeResults() {
    return results != null
        ? results
        : SourceTree.here().map(SourceTree::results).orElse(folder.resolve("results"));
  }

  /**
   * The document to write into, if any.
   *
   * @param name of the suite's document in the source tree
   */
  Optional<Path> doc(String name) {
    if (doc != null) {
      return Optional.of(doc);
    }
    return results == null && isWhole()
        ? SourceTree.here().map(tree -> tree.doc(name))
        : Optional.empty();
  }
}
