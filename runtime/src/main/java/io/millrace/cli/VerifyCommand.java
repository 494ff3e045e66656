// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.block.BlockLimits;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.node.NodeSettings;
import io.millrace.node.NodeStores;
import io.millrace.store.JobEntry;
import io.millrace.store.Stores;
import io.millrace.verify.LogVerifier;
import io.millrace.verify.VerifyListener.Tally;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  @Mixin private StoreOption store;
  @Mixin private JobOption job;
  @Mixin private PartitionOption partition;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      NodeSettings settings = store.settings();
      try (Stores stores = NodeStores.open(settings)) {
        return verify(stores, settings.query().pageBytes());
      }
    } catch (MillraceException e) {
      err.println("millrace verify: " + e.getMessage());
      return NOT_VERIFIED;
    }
  }

  private int verify(Stores stores, long pageBytes) {
    JobEntry entry = StoreOption.job(stores, job.name());
    var report =
        new VerifyReport(output.isJson(), spec.commandLine().getOut(), spec.commandLine().getErr());
    var verifier = new LogVerifier(stores, BlockLimits.DEFAULT, pageBytes, report);
    Tally sum = Tally.NONE;
    for (int number : partition.of(entry)) {
      sum = sum.plus(verifier.verify(new PartitionId(entry.id(), number)));
    }
    report.end(job.name(), sum);
    return sum.damages() == 0 ? 0 : 1;
  }
}
