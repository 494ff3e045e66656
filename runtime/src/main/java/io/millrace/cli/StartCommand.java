// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.v1.Job;
import io.millrace.v1.StartJobRequest;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts a job that was deleted and whose code the node still brings, or resumes one. */
@Command(
    name = "start",
    description = {
      "Starts a job that was deleted, empty, if the asked node brings its code;",
      "one that is paused or drained goes on as with `jobs resume`."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  millrace jobs start --job latest"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StartCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private JobOption job;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (MillraceClient client = gateway.connect()) {
      var request = StartJobRequest.newBuilder().setJob(job.name()).build();
      Job now = client.jobs().startJob(request).getJob();
      JobsCommand.print(now, output, out);
    }
    out.flush();
    return 0;
  }
}
