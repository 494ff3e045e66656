// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the operating system. */
final class Shell {
  private static final int WAIT_SECONDS_MAX = 20;

  private Shell() {}

  /** Runs a command; fails with its output if it does not succeed. */
  static void run(String... command) {
    var outcome = outcome(command);
    if (outcome.code() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + ": exit " + outcome.code() + ": " + outcome.output());
    }
  }

  /** Whether a command can be run and succeeds. */
  static boolean succeeds(String... command) {
    return outcome(command).code() == 0;
  }

  /**
   * What is missing for something that needs root and some commands, in words; empty if nothing is.
   *
   * @param what needs it, in the plural
   * @param packages what has the commands
   * @param probes a command each with its argument, which succeeds where the command is
   */
  static String missing(String what, String packages, String... probes) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return what + " need root: sudo mvn -Pchaos verify";
    }
    for (String probe : probes) {
      String[] command = probe.split(" ", -1);
      if (!succeeds(command)) {
        return what + " need " + command[0] + ": apt-get install -y " + packages;
      }
    }
    return "";
  }

  /** Sends a signal to a process, such as {@code STOP}. */
  static void signal(String name, long pid) {
    run("kill", "-" + name, Long.toString(pid));
  }

  private record Outcome(int code, String output) {}

  private static Outcome outcome(String... command) {
    try {
      var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Outcome(-1, "took longer than " + WAIT_SECONDS_MAX + " s");
      }
      return new Outcome(process.exitValue(), output);
    } catch (IOException e) {
      return new Outcome(-1, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(-1, "interrupted");
    }
  }
}
