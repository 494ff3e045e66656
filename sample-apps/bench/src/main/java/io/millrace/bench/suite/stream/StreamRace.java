// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.SuiteRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ours and the peers under all loads of a suite. */
final class StreamRace {
  private StreamRace() {}

  static void run(SuiteRun run, String suite, StreamProgram program, List<Load> loads)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(run.folder(), "stream-");
    var contenders = new ArrayList<Contender>();
    try (BenchDatabase database = run.database()) {
      try {
        contenders.add(new MillraceStream(program, database, folder.resolve("millrace")));
        contenders.addAll(StreamPeers.of(run, suite, folder));
        run.race(contenders, loads);
      } finally {
        contenders.forEach(Contender::close);
      }
    }
  }
}
