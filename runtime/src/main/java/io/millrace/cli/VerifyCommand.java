// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.block.BlockLimits;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.node.NodeSettings;
import io.millrace.node.NodeStores;
import io.millrace.node.StoreKind;
import io.millrace.store.JobEntry;
import io.millrace.store.Stores;
import io.millrace.verify.LogVerifier;
import io.millrace.verify.VerifyListener.Tally;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks every stored byte of a job. */
@Command(
    name = "verify",
    description = {
      "Reads every committed block and snapshot of a job from the store and checks it.",
      "Exit code 0: all is as it was written; 1: damage was found; 2: used wrongly, or not all"
          + " could be read."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Needs no running node and does not disturb one. With store = embedded the node must be",
      "stopped first, since two cannot share one folder.",
      "",
      "Examples:",
      "  millrace verify --config config/node.conf --job corpus-prep",
      "  millrace verify --config config/node.conf --job corpus-prep --partition 3 --output json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class VerifyCommand implements CliCommand {
  private static final int NOT_VERIFIED = 2;

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;
  @Mixin private JobOption job;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Settings that name the store, as for millrace node.")
  private Path config;

  @Option(names = "--partition", description = "Only this partition (default: all).")
  private @Nullable Integer partition;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      NodeSettings settings = NodeSettings.load(config);
      if (settings.store() == StoreKind.MEMORY) {
        throw MillraceException.of(Kind.CALLER, "nothing is stored")
            .with("millrace.node.store", "memory")
            .with("expected", "cassandra, embedded");
      }
      try (Stores stores = NodeStores.open(settings)) {
        return verify(stores, settings.query().pageBytes());
      }
    } catch (MillraceException e) {
      err.println("millrace verify: " + e.getMessage());
      return NOT_VERIFIED;
    }
  }

  private int verify(Stores stores, long pageBytes) {
    JobEntry entry = find(stores);
    var report =
        new VerifyReport(output.isJson(), spec.commandLine().getOut(), spec.commandLine().getErr());
    var verifier = new LogVerifier(stores, BlockLimits.DEFAULT, pageBytes, report);
    Tally sum = Tally.NONE;
    for (int number : numbers(entry)) {
      sum = sum.plus(verifier.verify(new PartitionId(entry.id(), number)));
    }
    report.end(job.name(), sum);
    return sum.damages() == 0 ? 0 : 1;
  }

  private JobEntry find(Stores stores) {
    Optional<JobEntry> found = stores.jobs().find(job.name()).toCompletableFuture().join();
    return found.orElseThrow(
        () ->
            MillraceException.of(Kind.NOT_FOUND, "unknown job")
                .with("job", job.name())
                .with("expected", "a name that `millrace jobs list` shows"));
  }

  private List<Integer> numbers(JobEntry entry) {
    List<Integer> numbers = entry.numbers();
    if (partition == null) {
      return numbers;
    }
    if (!numbers.contains(partition)) {
      throw MillraceException.of(Kind.CALLER, "no such partition")
          .with("--partition", partition)
          .with("expected", numbers);
    }
    return List.of(partition);
  }
}
