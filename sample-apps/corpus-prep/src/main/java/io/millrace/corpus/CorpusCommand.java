// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.cli.CliCommand;
import io.millrace.cli.GatewayOption;
import io.millrace.cli.OutputOption;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.read.DocumentReader;
import io.millrace.corpus.read.InputListing;
import io.millrace.corpus.read.ReadSettings;
import io.millrace.corpus.recipe.Recipe;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the job on documents of this machine, against a cluster that is running. */
@Command(
    name = "corpus",
    mixinStandardHelpOptions = true,
    subcommands = {
      WhyCommand.class,
      CheckCommand.class,
      RemovedCommand.class,
      WhatIfCommand.class,
      ReportCommand.class,
      RestoreCommand.class,
      TakedownCommand.class,
      RecipeCommand.class,
      PackCommand.class
    },
    sortOptions = false,
    description = {
      "Prepares text for training: normalises documents, keeps one of each and one of those that"
          + " are nearly the same, counts tokens.",
      "",
      "Reads folders, .jar and .zip, .jsonl, .csv and .parquet (field or column \"text\", and"
          + " \"path\" or \"id\"), .warc, .html (its main text) and single texts, each also .gz or"
          + " .zst. What cannot be read is reported, and the run goes on. Results are in the job"
          + " corpus-prep: what was kept as main results, what was removed in the side output"
          + " \"removed\".",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace corpus --input docs/",
      "  millrace corpus --gateway node1:7400,node2:7400 --input crawl.jsonl.zst --output json",
      "  millrace corpus --input crawl/ --recipe my-recipe.conf --report report.html",
      "  millrace corpus why \"crawl.jsonl https://example.org/page\"",
      "  millrace corpus check page.html",
      "  millrace corpus restore --rule fineweb.line-ends-max --dry-run",
      "  millrace corpus takedown --url https://example.org/page --reason asked --manifest out.json",
      "  millrace corpus pack --out train/ --length 4096"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and every document is accounted for",
      "1:not done, or the committed results do not add up",
      "2:wrong usage"
    })
public final class CorpusCommand implements CliCommand {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = "File or folder to read; may be given several times.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--text-field",
      paramLabel = "NAME",
      defaultValue = "text",
      description =
          "Field or column that holds the text in .jsonl, .csv and .parquet (default:"
              + " ${DEFAULT-VALUE}).")
  private String textField = "text";

  @Option(
      names = "--producer",
      paramLabel = "ID",
      description =
          "Name of this input as a source of records. The same input must come under the same name"
              + " and another input under another, or records are taken for ones already"
              + " committed. Default: made of the input's names, sizes and times.")
  private Optional<String> producer = Optional.empty();

  @Option(
      names = "--progress",
      paramLabel = "FILE",
      description =
          "Where the run notes every 10 seconds how far it is, so that the same command goes on"
              + " there after a crash, inside the file that it was reading; deleted at the end."
              + " Default: .millrace/corpus/PRODUCER.json.")
  private Optional<Path> progressFile = Optional.empty();

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE",
      defaultValue = "web",
      description =
          "Rules and thresholds: web, technical (manuals, licences, code), none, or a file with what"
              + " differs from the default recipe, which `millrace corpus recipe` prints. Checked"
              + " before the first document is read (default: ${DEFAULT-VALUE}).")
  private String recipeName = "web";

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write the report of all that is committed there: one HTML file, or JSON if the name ends"
              + " with .json.")
  private Optional<Path> page = Optional.empty();

  @Mixin private SlowestOption slowest = new SlowestOption();
  @Mixin private GatewayOption gateway = new GatewayOption();
  @Mixin private OutputOption output = new OutputOption();

  /** Made by {@code java.util.ServiceLoader}. */
  public CorpusCommand() {}

  @Override
  public Integer call() {
    CommandSpec command = java.util.Objects.requireNonNull(spec);
    if (inputs.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "Missing required option: '--input=PATH'");
    }
    checkInputs(command, inputs);
    int most = slowest.most(command);
    PrintWriter err = command.commandLine().getErr();
    var reader = DocumentReader.of(inputs, readSettings(command));
    InputListing listing = reader.list();
    Recipe recipe = CorpusWork.recipe(recipeName);
    String name = producer.orElseGet(() -> CorpusWork.producer(listing, recipe));
    Path place = progressFile.orElseGet(() -> CheckpointFile.standard(name));
    try (MillraceClient client = gateway.connect(CorpusRun.clientSettings());
        Progress progress = Progress.open(err, listing.entries())) {
      var work = new CorpusWork(client, reader, CheckpointFile.of(place, name, listing), recipe);
      CorpusWork.Outcome outcome = work.run(progress, most);
      if (page.isPresent()) {
        ReportCommand.write(outcome.page(), page.get());
        err.println("report in " + page.get().toAbsolutePath());
      }
      return print(outcome.report(), output, command);
    }
  }

  private ReadSettings readSettings(CommandSpec command) {
    try {
      return ReadSettings.defaults().withTextName(textField);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--text-field: " + e.getMessage(), e);
    }
  }

  /** Refuses inputs that do not exist, as wrong usage. */
  static void checkInputs(CommandSpec command, List<Path> inputs) {
    for (Path input : inputs) {
      if (!Files.exists(input)) {
        throw new ParameterException(
            command.commandLine(), "--input: " + input + " (expected: a file or folder)");
      }
    }
  }

  /** Prints the report and returns the exit code. */
  static int print(Report report, OutputOption output, CommandSpec command) {
    PrintWriter out = command.commandLine().getOut();
    if (output.isJson()) {
      out.println(report.json());
    } else {
      out.print(report.table());
    }
    out.flush();
    return report.job().isComplete() ? 0 : 1;
  }
}
