// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import io.millrace.v1.TailRequest;
import io.millrace.v1.TailResponse;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints results as they commit. */
@Command(
    name = "tail",
    description = "Prints all results so far and then each new one as it commits, until Ctrl-C.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The first column is the position; --after goes on behind it.",
      "",
      "Examples:",
      "  millrace tail --job latest",
      "  millrace tail --job latest --after 0:17:4,3:20:0 --output json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class TailCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private TagOption tag;
  @Mixin private JobOption job;
  @Mixin private StageOption stage;

  @Option(
      names = "--after",
      split = ",",
      paramLabel = "PARTITION:BLOCK:INDEX",
      description = "Last position known, per partition; partitions left out start at the front.")
  private List<String> after = List.of();

  @Option(
      names = "--limit",
      defaultValue = "0",
      description = "Stop after so many results; 0: never (default: ${DEFAULT-VALUE}).")
  private long limit;

  @Override
  public Integer call() {
    var printer = new ResultPrinter(spec.commandLine().getOut(), output.isJson());
    var request =
        TailRequest.newBuilder()
            .setJob(job.name())
            .setStage(stage.name())
            .setTag(tag.value())
            .setAsText(true);
    after.forEach(text -> request.addAfter(position(text)));
    long seen = 0;
    try (MillraceClient client = gateway.connect()) {
      Iterator<TailResponse> pages = client.resultStreams().tail(request.build());
      while (pages.hasNext()) {
        for (Result result : pages.next().getResultsList()) {
          printer.print(result);
          if (++seen == limit) {
            return 0;
          }
        }
      }
    }
    return 0;
  }

  private static Position position(String text) {
    if (!text.matches("\\d{1,9}:\\d{1,18}:\\d{1,9}")) {
      throw MillraceException.of(Kind.CALLER, "--after is no position")
          .with("value", text)
          .with("expected", "PARTITION:BLOCK:INDEX such as 3:17:4");
    }
    String[] parts = text.split(":");
    return Position.newBuilder()
        .setPartition(Integer.parseInt(parts[0]))
        .setBlock(Long.parseLong(parts[1]))
        .setIndex(Integer.parseInt(parts[2]))
        .build();
  }
}
