// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.v1.Job;
import io.millrace.v1.PauseJobRequest;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops a job on all nodes: records wait, nothing is lost. */
@Command(
    name = "pause",
    description = "Stops a job on all nodes: records wait, nothing is lost.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  millrace jobs pause --job latest --reason \"new code is coming\""})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PauseCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private JobOption job;

  @Option(
      names = "--reason",
      defaultValue = "",
      description = "Why, for whoever waits (default: by hand).")
  private String reason;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (MillraceClient client = gateway.connect()) {
      var request = PauseJobRequest.newBuilder().setJob(job.name()).setReason(reason).build();
      Job now = client.jobs().pauseJob(request).getJob();
      JobsCommand.print(now, output, out);
    }
    out.flush();
    return 0;
  }
}
