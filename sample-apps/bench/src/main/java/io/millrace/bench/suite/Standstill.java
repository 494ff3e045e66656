// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes that stand still until it is closed, by POSIX signals: what one contender does while it
 * has nothing to do, such as checkpoints, must not slow another one's round. A shell stops them and
 * wakes them when its input ends, so they wake as well when this process dies. Not thread-safe.
 */
final class Standstill implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Standstill.class);
  private static final long ANSWER_SECONDS_MAX = 10;
  private static final String SCRIPT =
      "kill -STOP \"$@\"; echo still; read -r line; kill -CONT \"$@\"";

  private final Process shell;

  private Standstill(Process shell) {
    this.shell = shell;
  }

  /**
   * Stops processes; those that are gone are left out.
   *
   * @throws IOException if there is no shell, or it does not answer
   */
  static Standstill of(List<ProcessHandle> processes) throws IOException {
    var command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
    for (ProcessHandle process : processes) {
      if (process.isAlive()) {
        command.add(Long.toString(process.pid()));
      }
    }
    Process shell = new ProcessBuilder(command).redirectErrorStream(true).start();
    var still = new Standstill(shell);
    int answer = shell.getInputStream().read();
    if (answer < 0) {
      still.close();
      throw new IOException("sh ended (expected: it stops " + processes + ")");
    }
    return still;
  }

  /** Lets them go on; returns once they do. */
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw MillraceException.of(Kind.UNAVAILABLE, "processes were not woken")
            .with("shell", shell.pid());
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).addKeyValue("pid", shell.pid()).log("shell was gone");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
