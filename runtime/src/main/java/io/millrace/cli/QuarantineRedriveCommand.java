// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.v1.QuarantineId;
import io.millrace.v1.RedriveRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the processor on records again, and on those parked behind them. */
@Command(
    name = "redrive",
    description = {
      "Runs the processor on records again, and on those parked behind them.",
      "Exit code 1 if any failed again or was not there."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace quarantine redrive --job latest --id 3:17",
      "  millrace quarantine redrive --job latest --all"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class QuarantineRedriveCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private QuarantineSelection selection;

  @Override
  public Integer call() {
    return selection.act(
        spec, gateway, output, (client, part) -> client.quarantine().redrive(request(part)));
  }

  private RedriveRequest request(QuarantineSelection.Part part) {
    var request =
        RedriveRequest.newBuilder()
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
