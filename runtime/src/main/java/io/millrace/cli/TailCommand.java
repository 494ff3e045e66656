// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.grpc.StatusRuntimeException;
import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Result;
import io.millrace.v1.TailRequest;
import io.millrace.v1.TailResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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
      "The first column is the position; --after goes on behind it. --position keeps it in a file:",
      "start tail again with the same file, and it goes on where it stopped.",
      "",
      "Examples:",
      "  millrace tail --job latest",
      "  millrace tail --job latest --after 0:17:4,3:20:0 --output json",
      "  millrace tail --job latest --where \"lang = 'en' AND words > 100\" --position seen.txt"
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

  @Option(
      names = "--where",
      defaultValue = "",
      paramLabel = "CONDITION",
      description = "Only results for which this is true, as behind WHERE in a query.")
  private String where = "";

  @Option(
      names = "--position",
      paramLabel = "FILE",
      description =
          "Go on behind the positions in this file, if it is there, and keep it up to date with what"
              + " was printed.")
  private @Nullable Path positionFile;

  @Override
  public Integer call() {
    if (positionFile != null && !after.isEmpty()) {
      throw MillraceException.of(Kind.CALLER, "where to begin is said twice")
          .with("value", "--after and --position")
          .with("expected", "one of them");
    }
    PositionFile saved = positionFile == null ? null : PositionFile.open(positionFile);
    var request =
        TailRequest.newBuilder()
            .setJob(job.name())
            .setStage(stage.name())
            .setTag(tag.value())
            .setAsText(true);
    if (!where.isEmpty()) {
      request.setFilterSql(where);
    }
    after.forEach(text -> request.addAfter(PositionFile.position("--after", text)));
    if (saved != null) {
      request.addAllAfter(saved.positions());
    }
    try (MillraceClient client = gateway.connect()) {
      print(client.resultStreams().tail(request.build()), saved);
    } catch (StatusRuntimeException e) {
      var caret = Caret.of(where, Caret.facts(e));
      if (caret.isEmpty()) {
        throw e;
      }
      spec.commandLine().getErr().println("millrace tail: --where: " + caret.get().text());
      spec.commandLine().getErr().flush();
      return CommandLine.ExitCode.USAGE;
    }
    return 0;
  }

  private void print(Iterator<TailResponse> pages, @Nullable PositionFile saved) {
    var printer = new ResultPrinter(spec.commandLine().getOut(), output.isJson());
    long seen = 0;
    while (pages.hasNext()) {
      for (Result result : pages.next().getResultsList()) {
        printer.print(result);
        if (saved != null) {
          saved.add(result.getPosition());
        }
        if (++seen == limit) {
          break;
        }
      }
      if (saved != null) {
        saved.save();
      }
      if (limit > 0 && seen >= limit) {
        return;
      }
    }
  }
}
