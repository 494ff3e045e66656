// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.ScanResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes all results so far to a file. */
@Command(
    name = "export",
    description = "Writes all results so far to a file, one JSON object a line.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The file appears under its name only when it is whole.",
      "",
      "Examples:",
      "  millrace export --job corpus-prep --out corpus.jsonl.zst",
      "  millrace export --job corpus-prep --tag removed --out removed.jsonl"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ExportCommand implements CliCommand {
  private static final int PROGRESS_EVERY = 100_000;

  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private TagOption tag;
  @Mixin private JobOption job;
  @Mixin private StageOption stage;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "File to write: *.jsonl, *.jsonl.zst or *.jsonl.gz.")
  private Path file;

  @Option(names = "--overwrite", description = "Replace the file if it exists.")
  private boolean overwrite;

  @Override
  public Integer call() {
    try (ExportFile export = ExportFile.create(file, overwrite)) {
      long results = write(export);
      export.finish();
      String form =
          output.isJson()
              ? "{\"results\":%d,\"file\":\"%s\",\"bytes\":%d}%n"
              : "%d results in %s, %d bytes%n";
      spec.commandLine()
          .getOut()
          .printf(Locale.ROOT, form, results, file, Files.size(file))
          .flush();
      return 0;
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println("millrace export: " + file + " was not written: " + reason(e));
      return 1;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "its folder does not exist";
    }
    return e instanceof AccessDeniedException ? "no permission" : String.valueOf(e.getMessage());
  }

  private long write(ExportFile export) throws IOException {
    long results = 0;
    try (MillraceClient client = gateway.connect()) {
      Iterator<ScanResponse> pages =
          client
              .resultStreams()
              .scan(
                  ScanRequest.newBuilder()
                      .setJob(job.name())
                      .setStage(stage.name())
                      .setTag(tag.value())
                      .setAsText(true)
                      .build());
      while (pages.hasNext()) {
        for (Result result : pages.next().getResultsList()) {
          ResultJson.write(result, export.writer());
          export.writer().write('\n');
          if (++results % PROGRESS_EVERY == 0) {
            progress(results);
          }
        }
      }
    }
    return results;
  }

  private void progress(long results) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(results + " results");
    err.flush();
  }
}
