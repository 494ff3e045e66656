// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.v1.ScanRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints all results so far. */
@Command(
    name = "scan",
    description = "Prints all results so far, partition by partition.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  millrace scan --job latest --limit 10",
      "  millrace scan --job corpus-prep --tag removed --output json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ScanCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private TagOption tag;
  @Mixin private JobOption job;
  @Mixin private StageOption stage;

  @Option(
      names = "--limit",
      defaultValue = "0",
      description = "Stop after so many results; 0: all (default: ${DEFAULT-VALUE}).")
  private long limit;

  @Override
  public Integer call() {
    var printer = new ResultPrinter(spec.commandLine().getOut(), output.isJson());
    try (MillraceClient client = gateway.connect()) {
      client
          .resultStreams()
          .scan(
              ScanRequest.newBuilder()
                  .setJob(job.name())
                  .setStage(stage.name())
                  .setTag(tag.value())
                  .setLimit(limit)
                  .setAsText(true)
                  .build())
          .forEachRemaining(page -> page.getResultsList().forEach(printer::print));
    }
    return 0;
  }
}
