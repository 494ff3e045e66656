// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.v1.ListQuarantineRequest;
import io.millrace.v1.ListQuarantineResponse;
import io.millrace.v1.QuarantinedRecord;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists records in quarantine. */
@Command(
    name = "list",
    description = "Lists records in quarantine, without their values, oldest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace quarantine list --job latest --limit 20",
      "  millrace quarantine list --job latest --partition 3 --output json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class QuarantineListCommand implements CliCommand {
  private static final int PAGE = 100;
  private static final String ROW = "%-10s %-6s %5s  %-20s  %-16s %9s  %-20s  %s%n";

  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private JobOption job;

  @Option(names = "--partition", description = "Only this partition (default: all).")
  private @Nullable Integer partition;

  @Option(names = "--stage", defaultValue = "", description = "Only this stage (default: all).")
  private String stage = "";

  @Option(
      names = "--limit",
      defaultValue = "0",
      description = "Stop after so many records; 0 for no limit (default: ${DEFAULT-VALUE}).")
  private long limit;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (MillraceClient client = gateway.connect()) {
      long left = limit == 0 ? Long.MAX_VALUE : limit;
      var request = ListQuarantineRequest.newBuilder().setJob(job.name()).setStage(stage);
      if (partition != null) {
        request.setPartition(partition);
      }
      boolean first = true;
      boolean more = true;
      while (more && left > 0) {
        request.setLimit((int) Math.min(PAGE, left));
        ListQuarantineResponse page = client.quarantine().listQuarantine(request.build());
        if (first && !output.isJson()) {
          out.printf(ROW, "ID", "STATE", "TRIES", "AT", "PRODUCER", "SEQUENCE", "KEY", "REASON");
        }
        first = false;
        page.getRecordsList().forEach(record -> print(record, out));
        left -= page.getRecordsCount();
        more = page.getMore() && page.getRecordsCount() > 0;
        if (more) {
          request.setAfter(page.getRecords(page.getRecordsCount() - 1).getId());
        }
      }
    }
    out.flush();
    return 0;
  }

  private void print(QuarantinedRecord record, PrintWriter out) {
    if (output.isJson()) {
      out.println(MessageJson.of(record));
      return;
    }
    out.printf(
        ROW,
        QuarantineNames.of(record.getId()),
        record.getParked() ? "parked" : "failed",
        record.getAttempts(),
        Instant.ofEpochMilli(record.getAtMs()).truncatedTo(ChronoUnit.SECONDS),
        record.getProducer(),
        record.getSequence(),
        QuarantineShowCommand.key(record),
        record.getReason().lines().findFirst().orElse(""));
  }
}
