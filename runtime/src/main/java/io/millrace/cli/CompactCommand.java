// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.compact.CompactSettings;
import io.millrace.compact.Compaction;
import io.millrace.compact.Outcome;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.node.NodeSettings;
import io.millrace.node.NodeStores;
import io.millrace.store.JobEntry;
import io.millrace.store.Stores;
import io.millrace.store.Timers;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Merges the small blocks of a job's idle partitions. */
@Command(
    name = "compact",
    description = {
      "Merges the small blocks of a job's idle partitions into packs of full size, in the store.",
      "Positions, results, states, exports and answers to queries stay exactly as they are.",
      "Exit code 0: done, or nothing to do; 1: a partition failed, and stays as it is; 2: used"
          + " wrongly, or the store cannot be reached."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Needs no running node and disturbs none, but every node must know packs: an older release",
      "refuses a partition that was compacted. With store = embedded the node must be stopped",
      "first, since two cannot share one folder. Settings: millrace.compact.",
      "",
      "Examples:",
      "  millrace compact --config config/node.conf --job corpus-prep --dry-run",
      "  millrace compact --config config/node.conf --job corpus-prep --idle 1h",
      "  millrace compact --config config/node.conf --job corpus-prep --partition 3 --output json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class CompactCommand implements CliCommand {
  private static final int FAILED = 1;
  private static final int NOT_COMPACTED = 2;

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;
  @Mixin private StoreOption store;
  @Mixin private JobOption job;
  @Mixin private PartitionOption partition;

  @Option(names = "--stage", description = "Only this stage's partitions (default: all stages').")
  private @Nullable String stage;

  @Option(
      names = "--idle",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = {
        "Leave partitions alone whose newest block is younger, such as 30s, 10m, 2h",
        "(default: millrace.compact.idle, 10 minutes)."
      })
  private @Nullable Duration idle;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      NodeSettings node = store.settings();
      CompactSettings settings = idle == null ? node.compact() : node.compact().withIdle(idle);
      try (Stores stores = NodeStores.open(node)) {
        return compact(stores, settings);
      }
    } catch (MillraceException | IllegalArgumentException e) {
      err.println("millrace compact: " + e.getMessage());
      return NOT_COMPACTED;
    }
  }

  private int compact(Stores stores, CompactSettings settings) {
    JobEntry entry = StoreOption.job(stores, job.name());
    List<Integer> wanted =
        stage == null ? entry.numbers() : entry.stage(stage).partitions().numbers();
    List<PartitionId> partitions =
        partition.of(entry).stream()
            .filter(wanted::contains)
            .map(number -> new PartitionId(entry.id(), number))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    var report = new CompactReport(output.isJson(), out, spec.commandLine().getErr());
    var compaction =
        new Compaction(stores, settings, Timers.SYSTEM, System::currentTimeMillis, report);
    List<Outcome> outcomes = dryRun ? compaction.look(partitions) : compaction.run(partitions);
    report.end(job.name(), outcomes);
    boolean failed = outcomes.stream().anyMatch(o -> o.what() == Outcome.What.FAILED);
    return failed ? FAILED : 0;
  }
}
