// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.cli.GatewayOption;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.report.Page;
import io.millrace.corpus.report.PageHtml;
import io.millrace.corpus.report.PageJson;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the report of all that is committed. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a report of all that is committed: one HTML file that needs nothing else, or JSON if"
          + " the name ends with .json. A file of that name is replaced.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace corpus report --out report.html",
      "  millrace corpus report --out report.json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "corpus-report.html",
      description = "Where to write it (default: ${DEFAULT-VALUE}).")
  private Path file;

  @Mixin private SlowestOption slowest;

  /** Made by picocli. */
  ReportCommand() {}

  @Override
  public Integer call() {
    int most = slowest.most(spec);
    try (MillraceClient client = gateway.connect()) {
      CorpusDigest digest = CorpusDigest.read(client);
      long storedBytes = JobFigures.of(client, digest).storedBytes();
      SlowestDocuments slow = SlowestDocuments.measure(client, most);
      write(new CorpusPage(digest, storedBytes).page(Instant.now(), List.of(), slow), file);
    }
    spec.commandLine().getErr().println("report in " + file.toAbsolutePath());
    spec.commandLine().getErr().flush();
    return 0;
  }

  /** Writes a page as a whole or not at all, in the form that the file's name asks for. */
  static void write(Page page, Path file) {
    String text = file.toString().endsWith(".json") ? PageJson.of(page) + "\n" : PageHtml.of(page);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(part, text, StandardCharsets.UTF_8);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw MillraceException.of(Kind.CALLER, "report cannot be written", e)
          .with("file", file.toAbsolutePath())
          .with("cause", e.getClass().getSimpleName() + ": " + e.getMessage())
          .with("expected", "a file in a folder that exists and may be written to");
    }
  }
}
