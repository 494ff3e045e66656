// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.v1.Job;
import io.millrace.v1.ResumeJobRequest;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets a paused or drained job go on; its error budget begins anew. */
@Command(
    name = "resume",
    description = "Lets a paused or drained job go on; its error budget begins anew.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  millrace jobs resume --job latest"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ResumeCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private JobOption job;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (MillraceClient client = gateway.connect()) {
      var request = ResumeJobRequest.newBuilder().setJob(job.name()).build();
      Job now = client.jobs().resumeJob(request).getJob();
      JobsCommand.print(now, output, out);
    }
    out.flush();
    return 0;
  }
}
