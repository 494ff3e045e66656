// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.v1.DropRequest;
import io.millrace.v1.QuarantineId;
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
    if (selection.isAll() && !yes) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--all drops records for good: say --yes if that is meant");
    }
    return selection.act(
        spec, gateway, output, (client, part) -> client.quarantine().drop(request(part)));
  }

  private DropRequest request(QuarantineSelection.Part part) {
    var request =
        DropRequest.newBuilder()
            .setJob(selection.job())
            .addAllIds(part.ids())
            .setAll(selection.isAll());
    request.setStage(selection.stage());
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
