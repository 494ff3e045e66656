// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest;

import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Result;
import io.millrace.bench.suite.SuiteCommand;
import io.millrace.bench.suite.SuiteRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** The suite {@code ingest}. */
@Command(
    name = "ingest",
    description = {
      "Durable, acknowledged records a second, end to end: Millrace (client, gateway, sharded actors,",
      "processor, compression, Cassandra) beside other ways to put the same records into the same",
      "Cassandra, its commit log synced before each acknowledgement. Loads: lengths of values,",
      "numbers of producers and of keys; and fixed rates, under which a record's latency counts from",
      "when it was due. Each group of loads begins with an empty database."
    },
    mixinStandardHelpOptions = true)
public final class IngestSuite extends SuiteCommand {
  private static final String ON_DISK = "bytes-on-disk-per-record";

  @Override
  public List<String> peers() {
    return IngestPeers.NAMES;
  }

  @Override
  protected void measure(SuiteRun run) throws IOException, InterruptedException {
    for (IngestLoads.Group group : run.isSmoke() ? IngestLoads.smoke() : IngestLoads.all()) {
      if (!run.wanted(group.loads()).isEmpty()) {
        measure(run, group);
      }
    }
  }

  private static void measure(SuiteRun run, IngestLoads.Group group)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(run.folder(), "group-");
    BenchDatabase database = run.startDatabase();
    var sides = new ArrayList<IngestSide>();
    List<Result> results;
    try (database) {
      sides.add(new IngestSide(new MillraceIngest(database, folder), MillraceIngest.KEYSPACE));
      sides.addAll(IngestPeers.of(run, database, folder));
      try {
        results = run.race(sides, group.loads());
      } finally {
        sides.forEach(IngestSide::close);
      }
    }
    if (group.countsDisk()) {
      for (IngestSide side : sides) {
        count(run, database, side, results);
      }
    }
  }

  private static void count(
      SuiteRun run, BenchDatabase database, IngestSide side, List<Result> results)
      throws IOException {
    if (!side.isWhole()) {
      return;
    }
    double each = (double) database.bytesOnDisk(side.keyspace()) / side.written();
    for (Result result : results) {
      if (result.contender().equals(side.name())) {
        run.addFigure(result, ON_DISK, each);
      }
    }
  }
}
