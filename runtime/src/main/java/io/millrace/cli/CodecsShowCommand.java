// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.model.PartitionId;
import io.millrace.stats.LogStats;
import io.millrace.stats.StatsReader;
import io.millrace.store.DictionaryEntry;
import io.millrace.store.JobEntry;
import io.millrace.store.Stores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the versions of a job's dictionaries. */
@Command(
    name = "show",
    description = {
      "Shows each version of each column's dictionary: whether it is in force, and the bytes and",
      "the time that were measured without and with it before it was adopted, on blocks that it",
      "was not trained on."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Needs no running node and does not disturb one. With store = embedded the node must be",
      "stopped first, since two cannot share one folder."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CodecsShowCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;
  @Mixin private StoreOption store;
  @Mixin private JobOption job;

  @Option(
      names = "--blocks",
      description = "Count the blocks that name each one, too: reads all blocks' headers.")
  private boolean blocks;

  @Override
  public Integer call() {
    try (Stores stores = store.open()) {
      JobEntry entry = StoreOption.job(stores, job.name());
      List<DictionaryEntry> entries = StoreOption.get(stores.dictionaries().list(entry.id()));
      var report = new CodecsReport(output.isJson(), spec.commandLine().getOut());
      report.print(entries, blocks ? named(stores, entry) : Map.of(), blocks);
      return 0;
    }
  }

  private static Map<Integer, Long> named(Stores stores, JobEntry entry) {
    var reader = new StatsReader(stores.blocks(), stores.packs());
    var sum = new LogStats();
    for (int number : entry.numbers()) {
      sum.add(reader.read(new PartitionId(entry.id(), number)));
    }
    return new HashMap<>(sum.blocksByDictionary());
  }
}
