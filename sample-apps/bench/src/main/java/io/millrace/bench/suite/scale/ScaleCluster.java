// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.ChildJvm;
import io.millrace.bench.suite.JobTotals;
import io.millrace.bench.suite.PauseLog;
import io.millrace.bench.suite.ProcessMemory;
import io.millrace.cli.FreePorts;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Nodes that run the suite's job, each in a JVM of its own, and a client for each. */
final class ScaleCluster implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(250);

  /** The cluster moves some shards every two seconds: so long without a move, and it is done. */
  private static final Duration QUIET = Duration.ofSeconds(8);

  private static final Duration QUIET_MAX = Duration.ofMinutes(2);

  private final BenchDatabase database;
  private final int partitions;
  private final List<ChildJvm> nodes = new ArrayList<>();
  private final List<PauseLog> pauses = new ArrayList<>();
  private final List<MillraceClient> clients = new ArrayList<>();
  private double startSeconds;

  private ScaleCluster(BenchDatabase database, int partitions) {
    this.database = database;
    this.partitions = partitions;
  }

  /**
   * Starts it and waits until every partition runs somewhere.
   *
   * @param folder gets logs and state; created
   */
  static ScaleCluster start(
      BenchDatabase database, String keyspace, int nodes, int partitions, String heap, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    // Created before: nodes that do so at the same time get in each other's way.
    database.connect(keyspace).close();
    var cluster = new ScaleCluster(database, partitions);
    try {
      List<Integer> ports = FreePorts.find(nodes);
      var starting = new ArrayList<CompletableFuture<ChildJvm>>();
      for (int i = 0; i < nodes; i++) {
        var settings =
            new ScaleNode.Settings(
                database.contactPoint(),
                database.datacenter(),
                keyspace,
                folder.resolve("state-" + i).toString(),
                partitions,
                ports.get(i),
                ports.get(0));
        var pauses = new PauseLog(folder.resolve("gc-" + i + ".log"));
        cluster.pauses.add(pauses);
        Path log = folder.resolve("node-" + i + ".log");
        List<String> options = List.of(heap, pauses.option());
        starting.add(CompletableFuture.supplyAsync(() -> node(options, settings, log)));
      }
      cluster.takeIn(starting);
      for (ChildJvm node : cluster.nodes) {
        cluster.clients.add(
            MillraceClient.connect(List.of(node.ready()), ClientSettings.defaults()));
      }
      cluster.awaitStarted();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static ChildJvm node(List<String> options, ScaleNode.Settings settings, Path log) {
    try {
      return ChildJvm.start(ScaleNode.class, options, settings.arguments(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that come up are taken in, so that they are closed even if another does not. */
  private void takeIn(List<CompletableFuture<ChildJvm>> starting) {
    RuntimeException failure = null;
    for (CompletableFuture<ChildJvm> one : starting) {
      try {
        nodes.add(one.join());
      } catch (CompletionException e) {
        failure = new IllegalStateException("a node did not start: " + e.getCause(), e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void awaitStarted() throws InterruptedException {
    long begun = System.nanoTime();
    JobTotals totals = totals();
    while (totals.started() < partitions) {
      if (System.nanoTime() - begun > START_MAX.toNanos()) {
        throw MillraceException.of(Kind.UNAVAILABLE, "partitions did not start in time")
            .with("started", totals.started())
            .with("waited", START_MAX)
            .with("expected", partitions);
      }
      Thread.sleep(POLL.toMillis());
      totals = totals();
    }
    startSeconds = (System.nanoTime() - begun) / 1e9;
  }

  /** Waits until no partition moves between the nodes any more, for two minutes at most. */
  void awaitQuiet() throws InterruptedException {
    long end = System.nanoTime() + QUIET_MAX.toNanos();
    long since = System.nanoTime();
    Map<String, Long> owners = totals().owners();
    while (nodes.size() > 1
        && System.nanoTime() - since < QUIET.toNanos()
        && System.nanoTime() < end) {
      Thread.sleep(POLL.toMillis());
      Map<String, Long> now = totals().owners();
      if (!now.equals(owners)) {
        owners = now;
        since = System.nanoTime();
      }
    }
  }

  /** From the first question to its partitions until all were up. */
  double startSeconds() {
    return startSeconds;
  }

  JobTotals totals() {
    return JobTotals.ask(clients.get(0), ScaleJob.NAME);
  }

  /** A client for each node. */
  List<MillraceClient> clients() {
    return clients;
  }

  /** All that work for it, ordered: {@code client}, {@code node-0} and so on, {@code database}. */
  Map<String, ProcessHandle> processes() {
    var processes = new LinkedHashMap<String, ProcessHandle>();
    processes.put("client", ProcessHandle.current());
    for (int i = 0; i < nodes.size(); i++) {
      processes.put(nodes.size() == 1 ? "node" : "node-" + i, nodes.get(i).process());
    }
    processes.put("database", database.process());
    return processes;
  }

  /** Of all nodes, since they started. Unit: milliseconds. */
  List<Double> pausesMs() throws IOException {
    var all = new ArrayList<Double>();
    for (PauseLog log : pauses) {
      all.addAll(log.pausesMs());
    }
    return all;
  }

  /** Most memory that any node ever held. Unit: bytes. 0 where it is not known. */
  long peakResidentBytes() throws IOException {
    long peak = 0;
    for (ChildJvm node : nodes) {
      peak = Math.max(peak, ProcessMemory.peakResidentBytes(node.process().pid()));
    }
    return peak;
  }

  @Override
  public void close() {
    clients.forEach(MillraceClient::close);
    nodes.forEach(ChildJvm::close);
  }
}
