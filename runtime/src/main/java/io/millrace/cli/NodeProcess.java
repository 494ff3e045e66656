// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node in a JVM of its own, started from this one's class path; it ends when this process does.
 * Close it to stop the node in order. Not thread-safe.
 */
public final class NodeProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
  private static final int STOP_SECONDS_MAX = 30;
  private static final String HEAP = "-Xmx512m";

  /** As {@code millrace node} has it. */
  private static final String PAUSES = "-XX:MaxGCPauseMillis=10";

  private static final String LOGGING = "logback.configurationFile";

  private final Process process;
  private final BufferedReader output;
  private final Path log;

  private NodeProcess(Process process, Path log) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
  }

  /**
   * Starts a node.
   *
   * @param options for the JVM, such as {@code -Dkey=value}
   * @param log gets what the node writes to standard error
   */
  public static NodeProcess start(Path config, List<String> options, Path log) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    command.add(HEAP);
    command.add(PAUSES);
    String logging = System.getProperty(LOGGING);
    if (logging != null) {
      command.add("-D" + LOGGING + "=" + logging);
    }
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of("node", "--config", config.toString(), "--stop-with-stdin"));
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    return new NodeProcess(process, log);
  }

  /**
   * Waits for the line that tells the node is up, and returns it. What the node writes to standard
   * output after it goes nowhere: unread, it would fill the pipe and stop the node.
   */
  public String awaitReady() throws IOException {
    String line;
    while ((line = output.readLine()) != null) {
      if (line.startsWith("READY ")) {
        var drain = new Thread(this::drain, "drain-node-" + process.pid());
        drain.setDaemon(true);
        drain.start();
        return line;
      }
    }
    throw MillraceException.of(Kind.UNAVAILABLE, "node did not start").with("log", log);
  }

  private void drain() {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      LOG.atDebug().setCause(e).addKeyValue("pid", process.pid()).log("node's output ended");
    }
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Waits until the node has ended by itself, and returns the process's exit code. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends the process at once, as a crash would. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Tells the node to stop in order, and does not wait. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe is closed all the same, and that is what tells it.
      LOG.atDebug().setCause(e).addKeyValue("pid", process.pid()).log("node was gone");
    }
  }

  /** Stops the node in order, and by force if that takes too long. */
  @Override
  public void close() {
    stop();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
