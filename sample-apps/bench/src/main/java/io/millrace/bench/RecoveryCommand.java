// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.typesafe.config.Config;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionSettings;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long a partition takes to come back, by the length of its log. */
@Command(
    name = "recovery",
    description = {
      "Builds partitions' logs of several lengths, then measures, in turns, how long a new owner",
      "takes to claim each, take back its newest snapshot and replay the blocks behind it; and how",
      "long the same log takes from its first block, as if there were no snapshots."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RecoveryCommand implements CliCommand {
  private static final int WARM_UP_ROUNDS = 3;

  /** Once one log's replays as a whole took so long together, no further one is begun. */
  private static final long WHOLE_LOG_NS_MAX = 20_000_000_000L;

  /** The newest value is the key's state, and its result. */
  private static final Processor NEWEST =
      (record, context) -> Effect.builder().setState(record.value()).emit(record.value()).build();

  @Spec private CommandSpec spec;
  @Mixin private StoreOption store;
  @Mixin private OutputOption output;

  @Option(
      names = "--blocks",
      split = ",",
      defaultValue = "1000,10000,100000",
      description = "Lengths of the logs (default: ${DEFAULT-VALUE}).")
  private List<Long> blocks;

  @Option(
      names = "--snapshot-blocks",
      defaultValue = "1000",
      description = "Blocks from snapshot to snapshot (default: ${DEFAULT-VALUE}).")
  private int snapshotBlocks;

  @Option(
      names = "--keys",
      defaultValue = "10000",
      description = "Keys, each with a state (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--block-records",
      defaultValue = "10",
      description = "Records of each block (default: ${DEFAULT-VALUE}).")
  private int blockRecords;

  @Option(
      names = "--value-bytes",
      defaultValue = "100",
      description = "Length of each value (default: ${DEFAULT-VALUE}).")
  private int valueBytes;

  @Option(
      names = "--rounds",
      defaultValue = "9",
      description = "Recoveries of each kind at each length (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--whole-log-max",
      defaultValue = "100000",
      description = "Longest log that is also replayed as a whole (default: ${DEFAULT-VALUE}).")
  private long wholeLogMax;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1 || blocks.stream().anyMatch(length -> length < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--blocks " + blocks + " --rounds " + rounds + " (expected: 1 up)");
    }
    var table =
        new Table(
            "blocks",
            "from",
            "keys",
            "replayed-blocks",
            "rounds",
            "p50-ms",
            "max-ms",
            "claim-ms",
            "snapshot-ms",
            "replay-ms");
    Config config =
        StoreOption.settings(
            Map.of(
                "millrace.partition.snapshot-blocks",
                snapshotBlocks,
                "millrace.partition.block-records",
                blockRecords,
                "millrace.partition.in-flight-blocks-max",
                64,
                "millrace.partition.uncommitted-bytes-max",
                "256 MiB"));
    try (var opened = store.open();
        var bench =
            new Workbench(
                opened.stores().blocks(),
                opened.stores(),
                PartitionSettings.from(config),
                NEWEST)) {
      run(bench, table);
    }
    table.print(spec.commandLine().getOut(), output.isJson());
    return 0;
  }

  /** One log. */
  private final class Log {
    private final long length;
    private final PartitionId partition = new PartitionId(UUID.randomUUID(), 0);
    private final List<RecoveryTimes.Took> fromSnapshot = new ArrayList<>();
    private final List<RecoveryTimes.Took> fromStart = new ArrayList<>();
    private long fromStartNs;

    private Log(long length) {
      this.length = length;
    }

    private void build(Workbench bench) throws InterruptedException {
      var records = new Records(keys, valueBytes);
      new LogBuilder(partition, bench, records, blockRecords, spec.commandLine().getErr())
          .build(length);
    }

    private void recover(Workbench bench) throws InterruptedException {
      fromSnapshot.add(RecoveryTimes.measure(partition, bench, false));
      if (length <= wholeLogMax && fromStartNs < WHOLE_LOG_NS_MAX) {
        var took = RecoveryTimes.measure(partition, bench, true);
        fromStartNs += took.all();
        fromStart.add(took);
      }
    }
  }

  private void run(Workbench bench, Table table) throws InterruptedException {
    List<Log> logs = blocks.stream().map(Log::new).toList();
    for (Log log : logs) {
      log.build(bench);
    }
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      for (Log log : logs) {
        RecoveryTimes.measure(log.partition, bench, false);
      }
    }
    PrintWriter progress = spec.commandLine().getErr();
    for (int round = 1; round <= rounds; round++) {
      for (Log log : logs) {
        log.recover(bench);
      }
      progress.printf("measured: round %d of %d%n", round, rounds);
      progress.flush();
    }
    for (Log log : logs) {
      report(table, log.length, "snapshot", log.fromSnapshot);
      report(table, log.length, "start", log.fromStart);
    }
  }

  private static void report(Table table, long length, String from, List<RecoveryTimes.Took> all) {
    if (all.isEmpty()) {
      return;
    }
    RecoveryTimes.Took any = all.get(0);
    table.add(
        length,
        from,
        any.figures().keys(),
        any.replayed(),
        all.size(),
        median(all, RecoveryTimes.Took::all),
        all.stream().mapToLong(RecoveryTimes.Took::all).max().orElse(0) / 1e6,
        median(all, RecoveryTimes.Took::claim),
        median(all, RecoveryTimes.Took::snapshot),
        median(all, RecoveryTimes.Took::replay));
  }

  private static double median(
      List<RecoveryTimes.Took> all, ToLongFunction<RecoveryTimes.Took> part) {
    List<Long> sorted =
        all.stream().map(part::applyAsLong).sorted(Comparator.naturalOrder()).toList();
    return sorted.get(sorted.size() / 2) / 1e6;
  }
}
