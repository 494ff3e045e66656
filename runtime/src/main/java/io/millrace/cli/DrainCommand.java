// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.DrainJobRequest;
import io.millrace.v1.Job;
import io.millrace.v1.JobPhase;
import io.millrace.v1.ListJobsRequest;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets a job take no new records and commit what it took in. */
@Command(
    name = "drain",
    description = {
      "Lets a job take no new records and commit what it took in; `jobs resume` undoes it.",
      "Exit code 1 if --wait ends before it is drained."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace jobs drain --job latest",
      "  millrace jobs drain --job latest --wait --timeout 60"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DrainCommand implements CliCommand {
  private static final Duration POLL = Duration.ofMillis(250);

  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private JobOption job;

  @Option(names = "--wait", description = "Wait until everything is committed.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "Wait so long at most (default: ${DEFAULT-VALUE}).")
  private int timeoutS;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Job now;
    try (MillraceClient client = gateway.connect()) {
      var request = DrainJobRequest.newBuilder().setJob(job.name()).build();
      now = client.jobs().drainJob(request).getJob();
      long endNanos = System.nanoTime() + Duration.ofSeconds(timeoutS).toNanos();
      while (wait
          && now.getPhase() == JobPhase.JOB_PHASE_DRAINING
          && System.nanoTime() - endNanos < 0) {
        Thread.sleep(POLL.toMillis());
        now = look(client);
      }
    }
    JobsCommand.print(now, output, out);
    out.flush();
    return wait && now.getPhase() != JobPhase.JOB_PHASE_DRAINED ? 1 : 0;
  }

  /** Another drain call would drain once more what somebody resumed meanwhile. */
  private Job look(MillraceClient client) {
    return client.jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList().stream()
        .filter(found -> found.getName().equals(job.name()))
        .findFirst()
        .orElseThrow(
            () ->
                MillraceException.of(Kind.NOT_FOUND, "job was deleted meanwhile")
                    .with("job", job.name()));
  }
}
