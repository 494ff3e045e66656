// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.cli.CliCommand;
import io.millrace.cli.GatewayOption;
import io.millrace.cli.OutputOption;
import io.millrace.client.MillraceClient;
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
    sortOptions = false,
    subcommands = PackCommand.class,
    description = {
      "Prepares text for training: normalises documents, keeps one of each, counts tokens.",
      "",
      "Reads folders, .jar and .zip, .jsonl (a JSON object a line: \"text\", and \"path\" or"
          + " \"id\") and single texts, each also .gz or .zst. What cannot be read is reported, and"
          + " the run goes on. Results are in the job corpus-prep: what was kept as main results,"
          + " what was removed in the side output \"removed\".",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace corpus --input docs/",
      "  millrace corpus --gateway node1:7400,node2:7400 --input crawl.jsonl.zst --output json",
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
      names = "--producer",
      paramLabel = "ID",
      description =
          "Name of this input as a source of records. The same input must come under the same name"
              + " and another input under another, or records are taken for ones already"
              + " committed. Default: made of the input's names, sizes and times.")
  private Optional<String> producer = Optional.empty();

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
    PrintWriter err = command.commandLine().getErr();
    var reader = DocumentReader.of(inputs);
    InputListing listing = reader.list();
    try (MillraceClient client = gateway.connect(CorpusRun.clientSettings());
        Progress progress = Progress.open(err, listing.entries())) {
      RunFigures run =
          CorpusRun.run(client, reader, producer.orElseGet(listing::producer), progress);
      return print(new Report(run, JobFigures.read(client)), output, command);
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
