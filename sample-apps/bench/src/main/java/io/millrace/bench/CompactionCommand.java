// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.ConfigFactory;
import io.millrace.bench.suite.TableFiles;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which compaction strategy suits blocks: what each writes, keeps on disk, and costs a reader. */
@Command(
    name = "compaction",
    description = {
      "Appends blocks of random bytes to tables as millrace's, each with another compaction"
          + " strategy,",
      "in one embedded Cassandra, one table after the other. A round adds 64 blocks to each"
          + " partition,",
      "deletes those that are too old as truncation does, and reads single blocks of those that"
          + " are",
      "left. Says what compaction wrote, how long reads took, and what lies on disk at the end."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CompactionCommand implements CliCommand {
  private static final List<String> STRATEGIES =
      List.of(
          "{'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T4'}",
          "{'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'L4'}",
          "{'class': 'SizeTieredCompactionStrategy'}",
          "{'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'MINUTES',"
              + " 'compaction_window_size': 1}");

  private static final List<String> LABELS = List.of("UCS T4", "UCS L4", "STCS", "TWCS 1 min");

  private static final int WARM_UP_PART = 4;

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--rounds",
      defaultValue = "60",
      description = "Rounds of each strategy (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--kept-rounds",
      defaultValue = "6",
      description = "Rounds whose blocks stay (default: ${DEFAULT-VALUE}).")
  private int keptRounds;

  @Option(
      names = "--partitions",
      defaultValue = "8",
      description = "Partitions that are appended to (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--block-bytes",
      defaultValue = "32768",
      description = "Bytes of a block (default: ${DEFAULT-VALUE}).")
  private int blockBytes;

  @Option(
      names = "--reads",
      defaultValue = "100",
      description = "Blocks read in each round (default: ${DEFAULT-VALUE}).")
  private int reads;

  @Option(
      names = "--folder",
      defaultValue = ".millrace/bench",
      description = "Holds data and logs (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1 || keptRounds < 1 || partitions < 1 || blockBytes < 1 || reads < 1) {
      throw new ParameterException(spec.commandLine(), "a number below 1 (expected: 1 up)");
    }
    Path own = folder.resolve("compaction-" + UUID.randomUUID());
    Files.createDirectories(own);
    var reference =
        ConfigFactory.defaultOverrides().withFallback(ConfigFactory.defaultReference()).resolve();
    var server = EmbeddedCassandraSettings.from(reference).withFolder(own.resolve("cassandra"));
    List<BlockLoad> loads = new ArrayList<>();
    try (EmbeddedCassandra cassandra = EmbeddedCassandra.start(server);
        CqlSession session =
            CqlSession.builder()
                .addContactPoint(cassandra.contactPoint())
                .withLocalDatacenter(EmbeddedCassandra.DATACENTER)
                .build()) {
      run(session, "bench_compaction_warm_up", STRATEGIES.get(0), rounds / WARM_UP_PART);
      for (int i = 0; i < STRATEGIES.size(); i++) {
        loads.add(run(session, keyspace(i), STRATEGIES.get(i), rounds));
        progress("%s done%n", LABELS.get(i));
      }
    }
    print(loads, own.resolve("cassandra"));
    return 0;
  }

  private BlockLoad run(CqlSession session, String keyspace, String strategy, int count)
      throws InterruptedException {
    var load = BlockLoad.create(session, keyspace, strategy, partitions, blockBytes);
    for (int round = 0; round < count; round++) {
      load.append(round);
      load.truncate(round - keptRounds);
      load.read(Math.max(0, round + 1 - keptRounds), round, reads);
    }
    load.settle();
    return load;
  }

  private static String keyspace(int strategy) {
    return "bench_compaction_" + strategy;
  }

  private void print(List<BlockLoad> loads, Path cassandra) throws IOException {
    var table =
        new Table(
            "strategy",
            "appended-mb",
            "kept-mb",
            "disk-mb",
            "data-files",
            "compactions",
            "compacted-mb",
            "write-amplification",
            "append-s",
            "read-p50-ms",
            "read-p99-ms",
            "read-max-ms");
    for (int i = 0; i < loads.size(); i++) {
      BlockLoad load = loads.get(i);
      long[] nanos = load.readNanos();
      Arrays.sort(nanos);
      double appended = (double) load.bytesOf(rounds);
      table.add(
          LABELS.get(i),
          appended / 1e6,
          load.bytesOf(Math.min(rounds, keptRounds)) / 1e6,
          TableFiles.bytes(cassandra, keyspace(i), BlockLoad.TABLE) / 1e6,
          TableFiles.dataFiles(cassandra, keyspace(i), BlockLoad.TABLE),
          load.compactions(),
          load.compactedBytes() / 1e6,
          (appended + load.compactedBytes()) / appended,
          load.appendNanos() / 1e9,
          nanos[nanos.length / 2] / 1e6,
          nanos[(int) (nanos.length * 0.99)] / 1e6,
          nanos[nanos.length - 1] / 1e6);
    }
    table.print(spec.commandLine().getOut(), output.isJson());
  }

  private void progress(String form, Object... values) {
    if (!output.isJson()) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(Locale.ROOT, form, values);
      out.flush();
    }
  }
}
