// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.model.PartitionId;
import io.millrace.stats.LogStats;
import io.millrace.stats.StatsReader;
import io.millrace.store.DictionaryEntry;
import io.millrace.store.JobEntry;
import io.millrace.store.Stores;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells what a job has stored and how small. */
@Command(
    name = "stats",
    description = {
      "Tells what a job has stored: records, results and blocks, their bytes before and after",
      "compression, column by column, the skip index and the dictionaries; for each partition and",
      "for all. Reads headers, not bodies."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Needs no running node and does not disturb one. With store = embedded the node must be",
      "stopped first, since two cannot share one folder.",
      "",
      "Examples:",
      "  millrace stats --config config/node.conf --job corpus-prep",
      "  millrace stats --config config/node.conf --job corpus-prep --partition 3 --output json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class StatsCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;
  @Mixin private StoreOption store;
  @Mixin private JobOption job;
  @Mixin private PartitionOption partition;

  @Override
  public Integer call() {
    try (Stores stores = store.open()) {
      JobEntry entry = StoreOption.job(stores, job.name());
      List<DictionaryEntry> dictionaries = StoreOption.get(stores.dictionaries().list(entry.id()));
      var report = new StatsReport(output.isJson(), spec.commandLine().getOut());
      var reader = new StatsReader(stores.blocks(), stores.packs());
      var sum = new LogStats();
      for (int number : partition.of(entry)) {
        LogStats stats = reader.read(new PartitionId(entry.id(), number));
        report.partition(Integer.toString(number), stats);
        sum.add(stats);
      }
      report.end(sum, dictionaries);
      return 0;
    }
  }
}
