// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest;

import io.millrace.bench.suite.BackgroundWork;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.PeerBuild;
import io.millrace.bench.suite.PeerLaunch;
import io.millrace.bench.suite.PeerProcess;
import io.millrace.bench.suite.SuiteRun;
import io.millrace.bench.suite.ingest.driver.DriverMain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Other ways to put the same records into the same Cassandra, each in a process of its own. */
final class IngestPeers {
  /** The plain driver, one insert for each record. */
  static final String DRIVER_ROWS = "driver-rows";

  /** The plain driver, unlogged batches within partitions. */
  static final String DRIVER_BATCHES = "driver-batches";

  /** Pekko Persistence Cassandra, an entity for each key. */
  static final String PERSISTENCE = "pekko-persistence";

  /** Pekko Persistence Cassandra, an entity for many keys. */
  static final String PERSISTENCE_SHARED = "pekko-persistence-shared";

  static final List<String> NAMES =
      List.of(DRIVER_ROWS, DRIVER_BATCHES, PERSISTENCE, PERSISTENCE_SHARED);

  private static final String PERSISTENCE_MODULE = "persistence";
  private static final String PERSISTENCE_MAIN = "io.millrace.bench.peer.persistence.Main";
  private static final String[] JVM = {
    MillraceIngest.HEAP, "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2"
  };
  private static final String PROMISES =
      "Each acknowledged %s is in Cassandra, its commit log synced; %s.";

  private IngestPeers() {}

  /** Those that take part, not started yet. */
  static List<IngestSide> of(SuiteRun run, BenchDatabase database, BackgroundWork work) {
    var sides = new ArrayList<IngestSide>();
    if (run.wants(DRIVER_ROWS)) {
      String promises =
          PROMISES.formatted(
              "record",
              "nothing reads what was there before or computes anything, order is what the client's"
                  + " sequence says, and two clients with the same sequence overwrite each other");
      sides.add(side(driver(run, DRIVER_ROWS, promises, DriverMain.ROWS), database, work));
    }
    if (run.wants(DRIVER_BATCHES)) {
      String promises =
          PROMISES.formatted(
              "record",
              "a batch is written whole or not at all; as for rows else, and a key's records share"
                  + " their partition with other keys'");
      sides.add(side(driver(run, DRIVER_BATCHES, promises, DriverMain.BATCHES), database, work));
    }
    persistence(run, PERSISTENCE, "keys").ifPresent(l -> sides.add(side(l, database, work)));
    persistence(run, PERSISTENCE_SHARED, "buckets")
        .ifPresent(l -> sides.add(side(l, database, work)));
    return sides;
  }

  private static PeerLaunch driver(SuiteRun run, String name, String promises, String writes) {
    return new PeerLaunch(
            name,
            promises,
            System.getProperty("java.class.path"),
            DriverMain.class.getName(),
            List.of(),
            Map.of(),
            run.folder().resolve(name),
            Optional.empty(),
            UnaryOperator.identity())
        .with(DriverMain.WRITES, writes);
  }

  private static Optional<PeerLaunch> persistence(SuiteRun run, String name, String entities) {
    Optional<PeerBuild> build = run.built(name, PERSISTENCE_MODULE);
    String promises =
        PROMISES.formatted(
            "event",
            "each is applied once to its entity, in its order, and an entity that moves replays its"
                + " events; a record that is sent again becomes a second event, and after a split"
                + " of the cluster two owners may write under the same numbers");
    return build.map(
        built ->
            PeerLaunch.of(name, promises, built, PERSISTENCE_MAIN, run.folder().resolve(name))
                .with("entities", entities));
  }

  private static IngestSide side(PeerLaunch launch, BenchDatabase database, BackgroundWork work) {
    String keyspace = "bench_" + launch.name().replace('-', '_');
    return new IngestSide(
        new PeerProcess(
            launch
                .withOptions(JVM)
                .withDatabase(database)
                .with(DriverMain.KEYSPACE, keyspace)
                .withLoads(IngestLoads::forRows)),
        database,
        work,
        keyspace);
  }
}
