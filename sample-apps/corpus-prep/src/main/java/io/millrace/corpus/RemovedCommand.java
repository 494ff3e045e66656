// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.cli.GatewayOption;
import io.millrace.client.AnswerRow;
import io.millrace.client.MillraceClient;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists what was removed. */
@Command(
    name = "removed",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what was removed: without --rule how many documents by reason and rule, with it the"
          + " documents themselves. Refusals of documents that were taken back do not count.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace corpus removed",
      "  millrace corpus removed --rule near_duplicate --limit 20",
      "  millrace corpus removed --rule gopher-quality.words-min --source crawl.jsonl"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RemovedCommand implements Callable<Integer> {
  private static final int LIMIT_MAX = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;

  @Option(names = "--rule", paramLabel = "NAME", description = "A reason, or a rule's name.")
  private Optional<String> rule = Optional.empty();

  @Option(names = "--source", paramLabel = "NAME", description = "Only documents from there.")
  private Optional<String> source = Optional.empty();

  @Option(
      names = "--limit",
      defaultValue = "100",
      description = "Most documents to list, 1 to 1,000,000 (default: ${DEFAULT-VALUE}).")
  private int limit;

  /** Made by picocli. */
  RemovedCommand() {}

  @Override
  public Integer call() {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--limit: " + limit + " (expected: 1 to " + LIMIT_MAX + ")");
    }
    try (MillraceClient client = gateway.connect()) {
      var ledger = new LedgerQueries(client);
      var out = spec.commandLine().getOut();
      out.print(rule.isPresent() ? documents(ledger) : counts(ledger));
      out.flush();
    }
    return 0;
  }

  private String counts(LedgerQueries ledger) {
    var table = new ReportTable();
    table.heading("Removed" + source.map(s -> " from " + s).orElse(""));
    Restorations restored = Restorations.read(ledger, source);
    for (AnswerRow row : ledger.removalCounts(source)) {
      String name = row.text(RecipeRules.RULE).or(() -> row.text("reason")).orElse("unknown");
      String scores =
          row.number("least")
              .map(
                  least ->
                      "score " + number(least) + " to " + number(row.number("most").orElse(0.0)))
              .orElse("");
      long count = row.whole("documents").orElse(0L) - restored.of(name);
      table.row(name, ReportTable.count(count), scores);
    }
    return table.text();
  }

  private String documents(LedgerQueries ledger) {
    var text = new StringBuilder();
    Restorations restored = Restorations.read(ledger, source);
    List<LedgerEntry> found =
        ledger.removals(rule, source, limit + restored.count()).stream()
            .filter(entry -> !restored.take(entry))
            .limit(limit)
            .toList();
    for (LedgerEntry entry : found) {
      text.append(entry.id()).append("  ").append(entry.why());
      entry
          .number(RecipeRules.SCORE)
          .or(() -> entry.number(DocumentsProcessor.JACCARD))
          .ifPresent(score -> text.append(' ').append(number(score)));
      text.append("  ").append(entry.place()).append('\n');
    }
    text.append(found.size()).append(found.size() == 1 ? " document" : " documents");
    return text.append(found.size() == limit ? ", as many as --limit allows\n" : "\n").toString();
  }

  private static String number(double score) {
    return String.format(Locale.ROOT, "%.4f", score);
  }
}
