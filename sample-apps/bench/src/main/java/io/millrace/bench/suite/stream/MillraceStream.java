// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import io.millrace.bench.peer.stream.StreamLoad;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.ChildJvm;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.JobTotals;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.v1.ProducerMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Our side: producers and the reader of the results in this process, one node in a process of its
 * own, Cassandra in another.
 */
final class MillraceStream implements Contender {
  private static final String KEYSPACE = "bench_stream";
  private static final String HEAP = "-Xmx1g";

  private final StreamProgram program;
  private final BenchDatabase database;
  private final Path folder;
  private @Nullable Running running;

  /** What a first round starts. */
  private record Running(
      ChildJvm node, MillraceClient client, ResultReader reader, List<SessionInlet> inlets) {}

  /**
   * @param folder gets the node's state and log
   */
  MillraceStream(StreamProgram program, BenchDatabase database, Path folder) {
    this.program = program;
    this.database = database;
    this.folder = folder;
  }

  @Override
  public String name() {
    return MILLRACE;
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("node", "one, in a process of its own; all settings as they are by default");
    settings.put("node's JVM", HEAP + ", as much as a peer's broker or job gets");
    settings.put("partitions", program.job().partitions() + " of the job");
    settings.put("client", "one, all settings as they are by default; a session for each producer");
    settings.put(
        "linger", SessionInlet.LINGER_MS + " ms, then a batch leaves that is not full, as Kafka's");
    settings.put("commitlog_sync", "batch: a commit is on the disk before it is acknowledged");
    settings.put("reader", "tails all results as they commit");
    return settings;
  }

  @Override
  public String promises() {
    return "An acknowledged record is in Cassandra's synced commit log together with its result and"
        + " its key's new state: it took effect exactly once, in its partition's order, whatever"
        + " process or machine crashes; its result can be read from then on.";
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    Running now = running();
    double storedBefore = storedBytes(now);
    CpuClock cpu = CpuClock.ofClient(Map.of("node", now.node().process()), database);
    Map<String, Double> figures = measure(StreamLoad.from(load.values()), now);
    Measurement measured =
        cpu.measurement(
            Objects.requireNonNull(figures.get("records")).longValue(),
            Objects.requireNonNull(figures.get("seconds")));
    for (Map.Entry<String, Double> figure : figures.entrySet()) {
      if (!figure.getKey().equals("records") && !figure.getKey().equals("seconds")) {
        measured = measured.with(figure.getKey(), figure.getValue());
      }
    }
    return measured.with("stored-bytes", storedBytes(now) - storedBefore);
  }

  private double storedBytes(Running now) {
    return JobTotals.ask(now.client(), program.job().name()).storedBytes();
  }

  private Map<String, Double> measure(StreamLoad load, Running now)
      throws IOException, InterruptedException {
    try {
      return program.round(load, number -> inlet(now, number));
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("round failed: " + e, e);
    }
  }

  private SessionInlet inlet(Running now, int number) {
    while (now.inlets().size() <= number) {
      now.inlets()
          .add(
              new SessionInlet(
                  now.client()
                      .openProducer(
                          program.job().name(),
                          "bench-" + now.inlets().size(),
                          ProducerMode.PRODUCER_MODE_FRESH,
                          ProducerListener.NONE)));
    }
    return now.inlets().get(number);
  }

  private Running running() throws IOException {
    Running now = running;
    if (now == null) {
      now = start();
      running = now;
    }
    return now;
  }

  private Running start() throws IOException {
    Files.createDirectories(folder);
    ChildJvm node =
        ChildJvm.start(
            StreamNode.class,
            List.of(HEAP),
            List.of(
                database.contactPoint(),
                database.datacenter(),
                KEYSPACE,
                folder.resolve("state").toString()),
            folder.resolve("node.log"));
    try {
      var client = MillraceClient.connect(List.of(node.ready()), ClientSettings.defaults());
      var reader = new ResultReader(client, program.job().name(), program);
      return new Running(node, client, reader, new ArrayList<>());
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  @Override
  public void close() {
    Running last = running;
    running = null;
    if (last != null) {
      last.inlets().forEach(SessionInlet::close);
      last.reader().close();
      last.client().close();
      last.node().close();
    }
  }
}
