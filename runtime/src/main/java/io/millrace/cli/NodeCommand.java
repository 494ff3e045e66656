// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.model.MillraceException;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one node until it is told to stop. */
@Command(
    name = "node",
    description = "Runs one node until it is stopped (SIGTERM or Ctrl-C).",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "When the node is up, one line goes to standard output:",
      "  READY gateway=HOST:PORT cluster=HOST:PORT",
      "",
      "A node that its cluster has put out (it was silent for too long, or is on the smaller",
      "side of a split) ends with exit code "
          + NodeCommand.PUT_OUT
          + ": let a supervisor start it again.",
      "",
      "Examples:",
      "  millrace node --config config/dev.conf     with an embedded Cassandra, nothing to set up",
      "  millrace node --config config/node.conf    a member of a cluster; edit the file first",
      "",
      "Any key can be overridden: JAVA_OPTS=-Dmillrace.node.gateway.port=7500 millrace node ..."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class NodeCommand implements CliCommand {
  /** Exit code of a node that its cluster has put out. */
  static final int PUT_OUT = 3;

  /** Exit code of a node that did not stop in time once it was to; it loses nothing. */
  private static final int HALTED = 72;

  /** Whoever started it waits for half a minute; if that is gone, nobody does. */
  private static final int STOP_SECONDS_MAX = 40;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Settings over the reference settings, in HOCON.")
  private Path config;

  @Option(names = "--stop-with-stdin", hidden = true)
  private boolean stopWithStdin;

  @Override
  public Integer call() throws InterruptedException {
    var stop = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    var putOut = new AtomicReference<@Nullable MillraceException>();
    if (stopWithStdin) {
      watchStdin(stop, NodeCommand::haltLate);
    }
    try (Node node = Node.start(NodeSettings.load(config))) {
      node.ended()
          .thenAcceptAsync(
              cause -> {
                putOut.set(cause);
                stop.countDown();
              },
              Runnable::run);
      Runtime.getRuntime().addShutdownHook(stopHook(stop, stopped));
      PrintWriter out = spec.commandLine().getOut();
      out.println("READY gateway=" + node.gatewayAddress() + " cluster=" + node.clusterAddress());
      out.flush();
      stop.await();
    } finally {
      stopped.countDown();
    }
    MillraceException cause = putOut.get();
    if (cause == null) {
      return 0;
    }
    spec.commandLine().getErr().println("millrace node: " + cause.getMessage());
    return PUT_OUT;
  }

  /** Tells the command to stop and keeps the JVM until it has. */
  static Thread stopHook(CountDownLatch stop, CountDownLatch stopped) {
    return new Thread(
        () -> {
          stop.countDown();
          try {
            stopped.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "stop-hook");
  }

  /** Counts down when standard input ends, as it does however the parent ends; then calls. */
  static void watchStdin(CountDownLatch stop, Runnable then) {
    var watcher =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Only the end counts.
                }
              } catch (IOException e) {
                // A broken pipe is an end, too.
              }
              stop.countDown();
              then.run();
            },
            "stdin-watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  /**
   * Ends a node that does not stop in time: its store may be gone together with the process that
   * started both, and waiting for it would take long. It need not even have started.
   */
  private static void haltLate() {
    try {
      TimeUnit.SECONDS.sleep(STOP_SECONDS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(HALTED);
  }
}
