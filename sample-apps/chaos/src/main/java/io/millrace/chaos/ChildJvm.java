// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child process that says when it is ready, and that stops in order when its standard input ends:
 * also when this process dies, however it dies. Thread-safe.
 */
final class ChildJvm {
  private final String name;
  private final Process process;
  private final Path log;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  private ChildJvm(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param readyPrefix how the line on standard output begins that says it is ready
   * @param log gets what it writes to standard error
   */
  static ChildJvm start(
      String name,
      List<String> command,
      Map<String, String> environment,
      String readyPrefix,
      Path log) {
    var builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      var child = new ChildJvm(name, builder.start(), log);
      var reader = new Thread(() -> child.drain(readyPrefix), "drain-" + name);
      reader.setDaemon(true);
      reader.start();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void drain(String readyPrefix) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null) {
        if (line.startsWith(readyPrefix)) {
          ready.complete(true);
          lines.transferTo(Writer.nullWriter());
        }
      }
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
    ready.complete(false);
  }

  /** Waits until it is ready; false if it ended before, or did not get ready in time. */
  boolean awaitReady(Duration max) throws InterruptedException {
    try {
      return ready.get(max.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  String name() {
    return name;
  }

  Path log() {
    return log;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** {@code kill -9}, and waits for its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** {@code kill -9}, and does not wait. */
  void killNow() {
    process.destroyForcibly();
  }

  void freeze() {
    Shell.signal("STOP", pid());
  }

  void thaw() {
    if (isAlive()) {
      Shell.signal("CONT", pid());
    }
  }

  /** Lets it stop in order; kills it if that takes longer. Returns whether it stopped by itself. */
  boolean stop(Duration max) throws InterruptedException {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It was gone already; that is what we wait for.
      return process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
      return true;
    }
    kill();
    return false;
  }
}
