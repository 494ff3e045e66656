// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.cli.GatewayOption;
import io.millrace.cli.OutputOption;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.recipe.RuleNames;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes back what one rule refused. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Takes back documents that one rule refused, without reading their files again: that rule is"
          + " waived for them, and all others judge them anew.",
      "",
      "May be killed and run again: nothing is taken back twice.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace corpus restore --rule fineweb.line-ends-max --dry-run",
      "  millrace corpus restore --rule gopher-quality.words-min --source crawl.jsonl --limit 1000"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:not done; run it again", "2:wrong usage"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RestoreCommand implements Callable<Integer> {
  private static final int LIMIT_MAX = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;

  @Option(
      names = "--rule",
      paramLabel = "NAME",
      required = true,
      description = "The rule, by its name in the ledger; see `millrace corpus removed`.")
  private String rule;

  @Option(names = "--source", paramLabel = "NAME", description = "Only documents from there.")
  private Optional<String> source = Optional.empty();

  @Option(
      names = "--limit",
      defaultValue = "1000000",
      description =
          "Most documents to take back, 1 to 1,000,000, the earliest refused first (default:"
              + " ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--dry-run", description = "Only say how many there are.")
  private boolean isDryRun;

  /** Made by picocli. */
  RestoreCommand() {}

  @Override
  public Integer call() {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--limit: " + limit + " (expected: 1 to " + LIMIT_MAX + ")");
    }
    RuleNames.check(rule);
    try (MillraceClient client = gateway.connect(CorpusRun.clientSettings())) {
      var restore = new Restore(client, rule, source, limit);
      RestoreReport report = isDryRun ? restore.look() : restore.run();
      PrintWriter out = spec.commandLine().getOut();
      if (output.isJson()) {
        out.println(report.json(isDryRun));
      } else {
        out.print(report.table(isDryRun));
      }
      out.flush();
    }
    return 0;
  }
}
