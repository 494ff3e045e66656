// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import io.millrace.bench.suite.SuiteCommand;
import io.millrace.bench.suite.SuiteRun;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** The suite {@code keyed-state}. */
@Command(
    name = "keyed-state",
    description = {
      "Running counts by key with exactly-once state, a result for each record: from the first record",
      "sent until a reader was shown the last result, committed. Every result is checked: it must be",
      "its key's count before and one, or the round fails. Under a fixed rate, a record's latency is",
      "from when it was due until the reader was shown its result."
    },
    mixinStandardHelpOptions = true)
public final class KeyedStateSuite extends SuiteCommand {
  @Override
  public List<String> peers() {
    return StreamPeers.names();
  }

  @Override
  protected void measure(SuiteRun run) throws IOException, InterruptedException {
    StreamRace.run(
        run,
        "keyed-state",
        new CountProgram(),
        run.isSmoke() ? StreamLoads.keyedStateSmoke() : StreamLoads.keyedState());
  }
}
