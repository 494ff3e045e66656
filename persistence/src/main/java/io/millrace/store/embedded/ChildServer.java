// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The child JVM as its parent sees it: a process that becomes ready, and ends when told. */
final class ChildServer {
  enum Outcome {
    READY,
    FAILED,
    FOLDER_IN_USE,
    TIMED_OUT,
    INTERRUPTED
  }

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final Process process;
  private final ClassArchive archive;

  private ChildServer(Process process, ClassArchive archive) {
    this.process = process;
    this.archive = archive;
  }

  static ChildServer launch(
      EmbeddedCassandraSettings settings, List<String> command, ClassArchive archive)
      throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(settings.folder().toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(settings.outputFile().toFile()));
    return new ChildServer(builder.start(), archive);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Blocks until clients may connect; any outcome but READY leaves no process behind. */
  Outcome awaitReady(Duration timeout) throws IOException {
    var ready = new CompletableFuture<Boolean>();
    var reader = new Thread(() -> drain(ready), "embedded-cassandra-output");
    reader.setDaemon(true);
    reader.start();
    try {
      if (ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return Outcome.READY;
      }
      process.waitFor();
      archive.discard();
      return process.exitValue() == CassandraProcess.EXIT_FOLDER_IN_USE
          ? Outcome.FOLDER_IN_USE
          : Outcome.FAILED;
    } catch (TimeoutException e) {
      kill();
      return Outcome.TIMED_OUT;
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      return Outcome.INTERRUPTED;
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading the child's output", e.getCause());
    }
  }

  /** Completes with whether the child said it is ready; then keeps the pipe empty. */
  private void drain(CompletableFuture<Boolean> ready) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(CassandraProcess.READY)) {
          ready.complete(true);
        }
      }
      ready.complete(false);
    } catch (IOException e) {
      if (!ready.complete(false)) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Lets the server stop by itself, and cuts it off if it takes too long.
   *
   * @return whether it stopped by itself
   */
  boolean stop() throws IOException {
    process.getOutputStream().close();
    try {
      if (process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0) {
        archive.publish();
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
    return false;
  }

  private void kill() throws IOException {
    process.destroyForcibly();
    archive.discard();
  }
}
