// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import io.millrace.bench.peer.ParentWatch;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of this class path in a JVM of its own: it prints a line that begins with {@link
 * #READY} once it is ready, and ends when its standard input does. Not thread-safe.
 */
public final class ChildJvm implements AutoCloseable {
  /** How the line begins that tells it is ready. */
  public static final String READY = "READY ";

  private static final String LOGGING = "logback.configurationFile";
  private static final Duration STOP_MAX = Duration.ofSeconds(30);

  private final Process process;
  private final String ready;

  private ChildJvm(Process process, String ready) {
    this.process = process;
    this.ready = ready;
  }

  /**
   * Starts it and waits for its line.
   *
   * @param options for the JVM
   * @param log gets its standard error
   */
  public static ChildJvm start(Class<?> main, List<String> options, List<String> args, Path log)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    String logging = System.getProperty(LOGGING);
    if (logging != null) {
      command.add("-D" + LOGGING + "=" + logging);
    }
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = output.readLine();
    }
    if (line == null) {
      process.destroyForcibly();
      throw MillraceException.of(Kind.UNAVAILABLE, "program did not start")
          .with("main", main.getName())
          .with("log", log);
    }
    var drain = new Thread(() -> drain(output), "drain-" + main.getSimpleName());
    drain.setDaemon(true);
    drain.start();
    return new ChildJvm(process, line.substring(READY.length()));
  }

  /** Unread, what it prints later would fill the pipe and stop it. */
  private static void drain(BufferedReader output) {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // It has ended.
    }
  }

  /** What it printed behind {@link #READY}. */
  public String ready() {
    return ready;
  }

  /** Its process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Ends it in order, and by force if that takes too long. */
  @Override
  public void close() {
    ParentWatch.release(process, STOP_MAX);
  }
}
