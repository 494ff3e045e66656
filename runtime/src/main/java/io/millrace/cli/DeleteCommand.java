// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.v1.DeleteJobRequest;
import io.millrace.v1.DeleteJobResponse;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes a job with all that it stored, for good. */
@Command(
    name = "delete",
    description = {
      "Deletes a job with all that it stored, for good: results, states, quarantine, producers.",
      "It has to be drained. What is cut off goes on when it is called again.",
      "Exit code 1 if the question was not answered with the job's name."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace jobs drain --job latest --wait && millrace jobs delete --job latest --yes",
      "  millrace jobs delete --job latest --yes --force"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DeleteCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private JobOption job;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--force",
      description = "Also if it is not drained: records without an answer yet are lost.")
  private boolean force;

  private final Confirmation confirmation;

  DeleteCommand() {
    this(Confirmation.atTerminal());
  }

  DeleteCommand(Confirmation confirmation) {
    this.confirmation = confirmation;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (!yes && !isMeant()) {
      err.println(job.name() + ": not deleted");
      err.flush();
      return 1;
    }
    try (MillraceClient client = gateway.connect()) {
      var request = DeleteJobRequest.newBuilder().setJob(job.name()).setForce(force);
      DeleteJobResponse response = client.jobs().deleteJob(request.build());
      while (!response.getDeleted()) {
        err.println(job.name() + ": " + response.getPartitionsLeft() + " partitions left");
        err.flush();
        // Not another job that somebody gives the name meanwhile.
        request.setId(response.getId());
        response = client.jobs().deleteJob(request.build());
      }
      out.println(output.isJson() ? MessageJson.of(response) : job.name() + ": deleted");
    }
    out.flush();
    return 0;
  }

  private boolean isMeant() {
    String question =
        "Delete job " + job.name() + " and all that it stored, for good? Type its name: ";
    return switch (confirmation.typed(question, job.name())) {
      case YES -> true;
      case NO -> false;
      case NO_TERMINAL ->
          throw new CommandLine.ParameterException(
              spec.commandLine(),
              "deleting is for good, and there is no terminal to ask at: say --yes if it is meant");
    };
  }
}
