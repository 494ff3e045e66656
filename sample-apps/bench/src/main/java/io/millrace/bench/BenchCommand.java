// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.typesafe.config.ConfigFactory;
import io.millrace.cli.CliCommand;
import io.millrace.cli.CommandGroup;
import io.millrace.cli.NodeProcess;
import io.millrace.cli.RecordSource;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.node.NodeStores;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.Partition;
import io.millrace.v1.ProducerMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures on this machine. */
@Command(
    name = "bench",
    description = "Measures on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchCommand.Ingest.class,
      BlockCommand.class,
      CommitCommand.class,
      CompactionCommand.class,
      CorpusSpeedCommand.class,
      EmbeddedCommand.class,
      MapCommand.class,
      ProgramsCommand.class,
      LookupsCommand.class,
      RecoveryCommand.class,
      StateCommand.class,
      StorageCommand.class,
      TypedCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  millrace bench ingest --records 500000 --rounds 4",
      "  millrace bench block --rounds 9",
      "  millrace bench commit --partitions 1,8,16 --seconds 15",
      "  millrace bench compaction --rounds 60",
      "  millrace bench corpus --documents 10000,100000 --nodes 1,2,3",
      "  millrace bench embedded --rounds 6",
      "  millrace bench map --items 20000 --rounds 5",
      "  millrace bench programs --records 100000 --rounds 3",
      "  millrace bench lookups --records 10000000",
      "  millrace bench recovery --blocks 1000,10000,100000",
      "  millrace bench state --keys 1000000 --memory-max 64MiB",
      "  millrace bench storage --records 200000",
      "  millrace bench typed --rounds 9"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BenchCommand extends CommandGroup {
  /** Durable ingest: Millrace against one row per record. */
  @Command(
      name = "ingest",
      description = {
        "Writes the same records through Millrace (client, one node, blocks in Cassandra) and with",
        "the plain driver (one row each, asynchronous), in turns, into one embedded Cassandra."
      },
      mixinStandardHelpOptions = true)
  static final class Ingest implements CliCommand {
    private static final int KEYS = 100_000;
    private static final int ROWS_IN_FLIGHT = 1024;

    @Spec private CommandSpec spec;

    @Option(
        names = "--records",
        defaultValue = "500000",
        description = "Records a round (default: ${DEFAULT-VALUE}).")
    private long records;

    @Option(
        names = "--value-bytes",
        defaultValue = "200",
        description = "Length of each value (default: ${DEFAULT-VALUE}).")
    private int valueBytes;

    @Option(
        names = "--rounds",
        defaultValue = "4",
        description = "Rounds of each side; the first one warms up (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
        names = "--folder",
        defaultValue = ".millrace/bench",
        description = "Holds data and logs (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Override
    public Integer call() throws IOException, InterruptedException {
      Files.createDirectories(folder);
      var reference =
          ConfigFactory.defaultOverrides().withFallback(ConfigFactory.defaultReference()).resolve();
      var settings =
          EmbeddedCassandraSettings.from(reference).withFolder(folder.resolve("cassandra"));
      try (EmbeddedCassandra cassandra = EmbeddedCassandra.start(settings);
          NodeProcess node = startNode(cassandra)) {
        String gateway = node.awaitReady().replaceAll("^READY gateway=| cluster=.*$", "");
        run(cassandra, gateway);
        print("peak resident memory of the node: %s%n", peakMemory(node.pid()));
      }
      return 0;
    }

    private NodeProcess startNode(EmbeddedCassandra cassandra) throws IOException {
      String config =
          ConfigFactory.parseMap(NodeStores.contact(cassandra.contactPoint()))
              .withFallback(
                  ConfigFactory.parseMap(
                      Map.of(
                          "millrace.node.store", "cassandra",
                          "millrace.node.gateway.port", 0,
                          "millrace.node.cluster.port", 0)))
              .root()
              .render();
      Path file = Files.writeString(folder.resolve("node.conf"), config);
      return NodeProcess.start(file, List.of(), folder.resolve("node.log"));
    }

    private void run(EmbeddedCassandra cassandra, String gateway)
        throws IOException, InterruptedException {
      try (MillraceClient client =
              MillraceClient.connect(List.of(gateway), ClientSettings.defaults());
          var rows =
              new RowWriter(
                  cassandra.contactPoint(), EmbeddedCassandra.DATACENTER, ROWS_IN_FLIGHT)) {
        for (int round = 1; round <= rounds; round++) {
          double blocks = measure(round, "millrace", () -> submit(client));
          String producer = "round-" + round;
          double plain = measure(round, "rows", () -> write(rows, producer));
          print("round %d: millrace / rows = %.2f%n", round, plain / blocks);
        }
        stored(client);
      }
    }

    private interface Work {
      void run() throws IOException, InterruptedException;
    }

    private double measure(int round, String side, Work work)
        throws IOException, InterruptedException {
      long start = System.nanoTime();
      work.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      print(
          "round %d: %-8s %d records in %.2f s: %.0f records/s%n",
          round, side, records, seconds, records / seconds);
      return seconds;
    }

    private void submit(MillraceClient client) throws IOException {
      try (ProducerSession session =
          client.openProducer(
              "latest", "bench", ProducerMode.PRODUCER_MODE_FRESH, ProducerListener.NONE)) {
        RecordSource.generated(records, KEYS, valueBytes).forEach(session::submit);
        session.finish();
      }
    }

    private void write(RowWriter rows, String producer) throws IOException, InterruptedException {
      long[] sequence = new long[1];
      RecordSource.generated(records, KEYS, valueBytes)
          .forEach(
              (key, value, eventTimeMs, fields) -> {
                try {
                  rows.write(key, producer, ++sequence[0], value);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  throw new IllegalStateException("interrupted", e);
                }
              });
      rows.finish();
    }

    private void stored(MillraceClient client) {
      var job = client.jobs().describeJob(DescribeJobRequest.newBuilder().setJob("latest").build());
      long raw = job.getPartitionsList().stream().mapToLong(Partition::getRawBytes).sum();
      long stored = job.getPartitionsList().stream().mapToLong(Partition::getStoredBytes).sum();
      print(
          "blocks: %d bytes raw, %d stored: %.3f stored per raw byte%n",
          raw, stored, (double) stored / raw);
    }

    private static String peakMemory(long pid) throws IOException {
      Path status = Path.of("/proc", Long.toString(pid), "status");
      if (!Files.exists(status)) {
        return "not known on this system";
      }
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.substring("VmHWM:".length()).trim())
          .findFirst()
          .orElse("not known");
    }

    private void print(String form, Object... values) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(Locale.ROOT, form, values);
      out.flush();
    }
  }
}
