// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import io.millrace.bench.owned.OwnedPartition;
import io.millrace.bench.owned.Records;
import io.millrace.bench.owned.Workbench;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.model.PartitionId;
import io.millrace.node.LatestValue;
import io.millrace.partition.PartitionSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long an acknowledgement takes, and what a conditional commit carries. */
@Command(
    name = "commit",
    description = {
      "Measures, for several numbers of partitions, the time from handing a batch to its partition",
      "to the acknowledgement, and the conditional commits, under three loads:",
      "  turns  one record at a time, in one partition after the other",
      "  each   one record at a time in every partition, at the same time",
      "  full   in every partition as many batches as may be uncommitted (uncommitted-bytes-max)"
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CommitCommand implements CliCommand {
  private static final int KEYS = 10_000;

  @Spec private CommandSpec spec;
  @Mixin private StoreOption store;
  @Mixin private OutputOption output;

  @Option(
      names = "--partitions",
      split = ",",
      defaultValue = "1,8,16",
      description = "Numbers of partitions (default: ${DEFAULT-VALUE}).")
  private List<Integer> partitions;

  @Option(
      names = "--seconds",
      defaultValue = "15",
      description = "Length of each measurement (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--warm-up-seconds",
      defaultValue = "5",
      description = "Length of the warm-up before each (default: ${DEFAULT-VALUE}).")
  private double warmUpSeconds;

  @Option(
      names = "--batch-records",
      defaultValue = "64",
      description = "Records of a batch under full load (default: ${DEFAULT-VALUE}).")
  private int batchRecords;

  @Option(
      names = "--value-bytes",
      defaultValue = "200",
      description = "Length of each value (default: ${DEFAULT-VALUE}).")
  private int valueBytes;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seconds <= 0 || warmUpSeconds < 0 || batchRecords < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--seconds %s --warm-up-seconds %s --batch-records %s (expected: above 0; 0 up; 1 up)"
              .formatted(seconds, warmUpSeconds, batchRecords));
    }
    Table table = CommitMeter.table();
    try (var opened = store.open()) {
      var log = new CountingLog(opened.stores().blocks());
      var settings = PartitionSettings.from(StoreOption.settings(Map.of()));
      try (var bench =
          new Workbench(
              log, opened.stores(), settings, new LatestValue().job().processor().get())) {
        for (int count : partitions) {
          run(bench, log, count, table);
        }
      }
    }
    table.print(spec.commandLine().getOut(), output.isJson());
    return 0;
  }

  private void run(Workbench bench, CountingLog log, int count, Table table)
      throws InterruptedException {
    var job = UUID.randomUUID();
    var owned = new ArrayList<OwnedPartition>();
    var senders = new ArrayList<Sender>();
    try {
      for (int i = 0; i < count; i++) {
        var partition = OwnedPartition.begin(new PartitionId(job, i), bench);
        owned.add(partition);
        senders.add(new Sender(partition, new Records(KEYS, valueBytes)));
      }
      turns(senders, log, table);
      streams("each", senders, 1, 0, log, table);
      streams("full", senders, batchRecords, bench.settings().uncommittedBytesMax(), log, table);
      for (OwnedPartition partition : owned) {
        partition.end();
      }
    } finally {
      owned.forEach(OwnedPartition::close);
    }
  }

  private void turns(List<Sender> senders, CountingLog log, Table table)
      throws InterruptedException {
    var meter = new CommitMeter(log);
    tell("turns", senders.size());
    turns(senders, meter, warmUpSeconds);
    meter.begin();
    turns(senders, meter, seconds);
    meter.end(table, senders.size(), "turns");
  }

  private static void turns(List<Sender> senders, CommitMeter meter, double length)
      throws InterruptedException {
    long begun = System.nanoTime();
    for (int i = 0; System.nanoTime() - begun < length * 1e9; i++) {
      OwnedPartition.await(senders.get(i % senders.size()).one(meter));
    }
  }

  private void streams(
      String load, List<Sender> senders, int batch, long bytesMax, CountingLog log, Table table)
      throws InterruptedException {
    var meter = new CommitMeter(log);
    tell(load, senders.size());
    var streams = senders.stream().map(s -> s.stream(batch, bytesMax, meter)).toList();
    pass(warmUpSeconds);
    meter.begin();
    pass(seconds);
    meter.end(table, senders.size(), load);
    for (var stopped : streams.stream().map(Sender.Stream::stop).toList()) {
      OwnedPartition.await(stopped);
    }
  }

  private static void pass(double length) throws InterruptedException {
    TimeUnit.MICROSECONDS.sleep(Math.round(length * 1e6));
  }

  private void tell(String load, int count) {
    PrintWriter progress = spec.commandLine().getErr();
    progress.printf("measuring: %d partitions, load %s, %.0f s%n", count, load, seconds);
    progress.flush();
  }
}
