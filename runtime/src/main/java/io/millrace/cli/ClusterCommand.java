// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.typesafe.config.ConfigFactory;
import io.millrace.node.NodeStores;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a whole cluster on this machine, for trying out. */
@Command(
    name = "cluster",
    description = "Runs several nodes and one embedded Cassandra on this machine, until Ctrl-C.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Node N's gateway is at 127.0.0.1:7400+N. Logs and data are in the folder.",
      "",
      "Example:",
      "  millrace cluster --nodes 3"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ClusterCommand implements CliCommand {
  private static final int NODES_MAX = 9;
  private static final int GATEWAY_PORT = 7400;
  private static final int CLUSTER_PORT = 7355;

  @Spec private CommandSpec spec;

  @Option(
      names = "--nodes",
      defaultValue = "3",
      description = "How many nodes, 1 to " + NODES_MAX + " (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--folder",
      defaultValue = ".millrace/cluster",
      description = "Holds data and logs (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(names = "--stop-with-stdin", hidden = true)
  private boolean stopWithStdin;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (nodes < 1 || nodes > NODES_MAX) {
      spec.commandLine()
          .getErr()
          .println("--nodes: " + nodes + " (expected: 1 to " + NODES_MAX + ")");
      return 2;
    }
    Files.createDirectories(folder);
    PrintWriter out = spec.commandLine().getOut();
    var stop = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(NodeCommand.stopHook(stop, stopped));
    if (stopWithStdin) {
      // Each node that does not stop in time is ended by force, so no more is needed here.
      NodeCommand.watchStdin(stop, () -> {});
    }
    say("starting Cassandra");
    try (EmbeddedCassandra cassandra = startCassandra()) {
      runNodes(writeConfig(cassandra.contactPoint()), stop, out);
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  private void runNodes(Path config, CountDownLatch stop, PrintWriter out)
      throws IOException, InterruptedException {
    var children = new ArrayList<NodeProcess>();
    try {
      for (int n = 0; n < nodes; n++) {
        say("starting node " + n);
        children.add(NodeProcess.start(config, options(n), folder.resolve("node-" + n + ".log")));
      }
      for (NodeProcess child : children) {
        out.println(child.awaitReady());
        out.flush();
      }
      say("stop with Ctrl-C");
      stop.await();
      say("stopping");
    } finally {
      children.forEach(NodeProcess::stop);
      children.forEach(NodeProcess::close);
    }
  }

  private EmbeddedCassandra startCassandra() {
    var config =
        ConfigFactory.defaultOverrides().withFallback(ConfigFactory.defaultReference()).resolve();
    EmbeddedCassandraSettings settings = EmbeddedCassandraSettings.from(config);
    return EmbeddedCassandra.start(settings.withFolder(folder.resolve("cassandra")));
  }

  private Path writeConfig(InetSocketAddress cassandra) throws IOException {
    var seeds = new ArrayList<String>();
    for (int n = 0; n < Math.min(nodes, 2); n++) {
      seeds.add("127.0.0.1:" + (CLUSTER_PORT + n));
    }
    String settings =
        ConfigFactory.parseMap(NodeStores.contact(cassandra))
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "millrace.node.store",
                        "cassandra",
                        "millrace.node.cluster.seed-nodes",
                        seeds)))
            .root()
            .render();
    return Files.writeString(folder.resolve("nodes.conf"), settings);
  }

  private static List<String> options(int n) {
    return List.of(
        "-Dmillrace.node.gateway.port=" + (GATEWAY_PORT + n),
        "-Dmillrace.node.cluster.port=" + (CLUSTER_PORT + n));
  }

  private void say(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(text);
    err.flush();
  }
}
