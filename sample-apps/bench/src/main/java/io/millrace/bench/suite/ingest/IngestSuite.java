// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest;

import io.millrace.bench.suite.BackgroundWork;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.SuiteCommand;
import io.millrace.bench.suite.SuiteRun;
import java.io.IOException;
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
      "when it was due. Each round meets a database that has nothing left to do: what it flushes and",
      "compacts behind a round counts as that round's processor time."
    },
    mixinStandardHelpOptions = true)
public final class IngestSuite extends SuiteCommand {
  @Override
  public List<String> peers() {
    return IngestPeers.NAMES;
  }

  @Override
  protected void measure(SuiteRun run) throws IOException, InterruptedException {
    List<Load> loads = run.isSmoke() ? IngestLoads.smoke() : IngestLoads.all();
    if (run.wanted(loads).isEmpty()) {
      return;
    }
    var sides = new ArrayList<IngestSide>();
    try (BenchDatabase database = run.database();
        BackgroundWork work = BackgroundWork.of(database)) {
      var millrace = new MillraceIngest(database, run.folder());
      sides.add(new IngestSide(millrace, database, work, MillraceIngest.KEYSPACE));
      sides.addAll(IngestPeers.of(run, database, work));
      try {
        run.race(sides, loads);
      } finally {
        sides.forEach(IngestSide::close);
      }
    }
  }
}
