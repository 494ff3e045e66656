// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.v1.DropRequest;
import io.millrace.v1.QuarantineActionResponse;
import io.millrace.v1.QuarantineId;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Forgets records for good; those parked behind them have their turn. */
@Command(
    name = "drop",
    description = {
      "Forgets records for good; those parked behind them have their turn.",
      "Exit code 1 if any failed again or was not there."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace quarantine drop --job latest --id 3:17",
      "  millrace quarantine drop --job latest --partition 3 --all --yes"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class QuarantineDropCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private QuarantineSelection selection;

  @Option(names = "--yes", description = "Needed with --all: what is dropped is gone for good.")
  private boolean yes;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (selection.isAll() && !yes) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--all drops records for good: say --yes if that is meant");
    }
    try (MillraceClient client = gateway.connect()) {
      QuarantineActionResponse sum =
          selection.askAll(part -> client.quarantine().drop(request(part)));
      return QuarantineSelection.report(sum, output.isJson(), out, err);
    }
  }

  private DropRequest request(QuarantineSelection.Part part) {
    var request =
        DropRequest.newBuilder()
            .setJob(selection.job())
            .addAllIds(part.ids())
            .setAll(selection.isAll());
    Integer partition = selection.partition();
    if (partition != null) {
      request.setPartition(partition);
    }
    QuarantineId after = part.after();
    if (after != null) {
      request.setAfter(after);
    }
    return request.build();
  }
}
