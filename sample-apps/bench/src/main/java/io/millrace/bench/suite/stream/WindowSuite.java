// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import io.millrace.bench.suite.SuiteCommand;
import io.millrace.bench.suite.SuiteRun;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** The suite {@code window}. */
@Command(
    name = "window",
    description = {
      "Count and sum by key in tumbling windows of a minute of event time, which goes on by 5 ms a",
      "record; 2 % of the records come 90 s late, within the 2 minutes that every contender waits for",
      "late ones. From the first record sent until a reader was shown the last window's result,",
      "committed. Every result is checked, or the round fails: one for each key and window, exact."
    },
    mixinStandardHelpOptions = true)
public final class WindowSuite extends SuiteCommand {
  @Override
  public List<String> peers() {
    return StreamPeers.names();
  }

  @Override
  protected void measure(SuiteRun run) throws IOException, InterruptedException {
    StreamRace.run(
        run,
        "window",
        new WindowProgram(),
        run.isSmoke() ? StreamLoads.windowSmoke() : StreamLoads.window());
  }
}
