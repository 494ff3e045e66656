// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.Job;
import io.millrace.v1.JobNode;
import io.millrace.v1.ListJobsRequest;
import io.millrace.v1.ListJobsResponse;
import io.millrace.v1.Partition;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells about jobs and leads them through their life. */
@Command(
    name = "jobs",
    description = "Tells about jobs and leads them through their life.",
    mixinStandardHelpOptions = true,
    subcommands = {
      JobsCommand.ListJobs.class,
      JobsCommand.Describe.class,
      PauseCommand.class,
      ResumeCommand.class,
      DrainCommand.class,
      StartCommand.class,
      DeleteCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  millrace jobs list",
      "  millrace jobs describe --job corpus-prep --output json",
      "  millrace jobs pause --job corpus-prep --reason \"disk is full\"",
      "  millrace jobs resume --job corpus-prep",
      "  millrace jobs drain --job corpus-prep --wait",
      "  millrace jobs delete --job corpus-prep --yes",
      "  millrace jobs start --job corpus-prep"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class JobsCommand extends CommandGroup {
  /** Lists all jobs. */
  @Command(
      name = "list",
      description = "Lists all registered jobs.",
      mixinStandardHelpOptions = true)
  static final class ListJobs implements CliCommand {
    @Spec private CommandSpec spec;
    @Mixin private GatewayOption gateway;
    @Mixin private OutputOption output;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try (MillraceClient client = gateway.connect()) {
        ListJobsResponse jobs = client.jobs().listJobs(ListJobsRequest.getDefaultInstance());
        if (output.isJson()) {
          out.println(MessageJson.of(jobs));
        } else {
          out.printf("%-24s %7s %10s  %-36s  %s%n", "JOB", "VERSION", "PARTITIONS", "ID", "STATE");
          for (Job job : jobs.getJobsList()) {
            out.printf(
                "%-24s %7d %10d  %-36s  %s%n",
                job.getName(), job.getVersion(), job.getPartitions(), job.getId(), state(job));
          }
        }
      }
      out.flush();
      return 0;
    }
  }

  /** Describes one job. */
  @Command(
      name = "describe",
      description =
          "Shows a job's partitions, stage by stage: owners, heads, counts, bytes, failures.",
      mixinStandardHelpOptions = true)
  static final class Describe implements CliCommand {
    private static final String ROW = "%9s %-21s %6s %8s %10s %10s %10s %12s %12s %8s %11s%n";

    @Spec private CommandSpec spec;
    @Mixin private GatewayOption gateway;
    @Mixin private OutputOption output;
    @Mixin private JobOption job;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try (MillraceClient client = gateway.connect()) {
        DescribeJobResponse response =
            client.jobs().describeJob(DescribeJobRequest.newBuilder().setJob(job.name()).build());
        if (output.isJson()) {
          out.println(MessageJson.of(response));
        } else {
          table(response, out);
        }
      }
      out.flush();
      return 0;
    }

    private static void table(DescribeJobResponse response, PrintWriter out) {
      out.printf(
          ROW,
          "PARTITION",
          "OWNER",
          "EPOCH",
          "HEAD",
          "RECORDS",
          "RESULTS",
          "KEYS",
          "RAW BYTES",
          "STORED BYTES",
          "FAILED",
          "QUARANTINED");
      long records = 0;
      long results = 0;
      long keys = 0;
      long raw = 0;
      long stored = 0;
      long failed = 0;
      long quarantined = 0;
      String stage = "";
      for (Partition p : response.getPartitionsList()) {
        if (response.getJob().getStagesCount() > 1 && !p.getStage().equals(stage)) {
          stage = p.getStage();
          out.println("stage " + stage + ":");
        }
        String owner = p.getOwner().isEmpty() ? "(no answer)" : p.getOwner();
        out.printf(
            ROW,
            p.getNumber(),
            owner,
            p.getEpoch(),
            p.getHead(),
            p.getRecords(),
            p.getResults(),
            p.getKeys(),
            p.getRawBytes(),
            p.getStoredBytes(),
            p.getFailed(),
            p.getQuarantined());
        records += p.getRecords();
        results += p.getResults();
        keys += p.getKeys();
        raw += p.getRawBytes();
        stored += p.getStoredBytes();
        failed += p.getFailed();
        quarantined += p.getQuarantined();
      }
      out.printf(ROW, "all", "", "", "", records, results, keys, raw, stored, failed, quarantined);
      out.println("state: " + state(response.getJob()));
      out.println("version in force: " + response.getJob().getVersion());
      for (JobNode node : response.getNodesList()) {
        out.printf(
            "node %s: version %d%s%n",
            node.getAddress(),
            node.getVersion(),
            node.getRuns() ? "" : ", too old: it does not run the job");
      }
    }
  }

  /** Prints a job's name and where it stands, or all of it as JSON. */
  static void print(Job job, OutputOption output, PrintWriter out) {
    out.println(output.isJson() ? MessageJson.of(job) : job.getName() + ": " + state(job));
  }

  /** Whether a job takes records, in words. */
  static String state(Job job) {
    return switch (job.getPhase()) {
      case JOB_PHASE_PAUSED -> "paused: " + job.getPaused();
      case JOB_PHASE_DRAINING -> "draining";
      case JOB_PHASE_DRAINED -> "drained";
      case JOB_PHASE_DELETING -> "deleting";
      default -> "running";
    };
  }
}
