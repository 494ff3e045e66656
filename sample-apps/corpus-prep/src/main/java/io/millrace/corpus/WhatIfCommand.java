// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.cli.GatewayOption;
import io.millrace.client.AnswerRow;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.ledger.WhatIf;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.recipe.Recipe;
import io.millrace.corpus.recipe.SourcePreference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says how much would stay under other thresholds. */
@Command(
    name = "what-if",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says how many documents and tokens would stay under other thresholds, from the scores that"
          + " were stored, without reading a text again. Survivors are chosen by quality, then"
          + " length. The column \"found\" says which share of the pairs right at the threshold the"
          + " index is expected to have compared: of less alike pairs it misses more.",
      "",
      "With --recipe it says what would stay and go by rule under another recipe. Rules by which the"
          + " texts were not scored have no answer, and are named.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace corpus what-if",
      "  millrace corpus what-if --jaccard 0.7,0.8,0.9 --quality 0,0.4",
      "  millrace corpus what-if --recipe stricter.conf"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class WhatIfCommand implements Callable<Integer> {
  private static final long QUALITY_STEPS = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;

  @Option(
      names = "--jaccard",
      split = ",",
      defaultValue = "0.7,0.8,0.9",
      description = "Thresholds of similarity, 0.5 to 1 (default: ${DEFAULT-VALUE}).")
  private List<Double> jaccards;

  @Option(
      names = "--quality",
      split = ",",
      defaultValue = "0",
      description = "Thresholds of quality, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private List<Double> qualities;

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE",
      description = "The recipe to ask about: web, technical, none, or a file. Not with the above.")
  private Optional<String> recipeName = Optional.empty();

  @Option(
      names = "--documents-max",
      defaultValue = "10000000",
      description = "Most documents to hold in memory, 160 bytes each (default: ${DEFAULT-VALUE}).")
  private int documentsMax;

  @Option(
      names = "--pairs-max",
      defaultValue = "50000000",
      description = "Most compared pairs to hold, 36 bytes each (default: ${DEFAULT-VALUE}).")
  private int pairsMax;

  /** Made by picocli. */
  WhatIfCommand() {}

  @Override
  public Integer call() {
    check("--jaccard", jaccards, NearSettings.DEFAULT.reported());
    check("--quality", qualities, 0);
    if (recipeName.isPresent()) {
      return underRecipe(recipeName.get());
    }
    try (MillraceClient client = gateway.connect()) {
      WhatIf whatIf = read(new LedgerQueries(client), documentsMax, pairsMax);
      var out = spec.commandLine().getOut();
      out.print(table(whatIf.outcomes(jaccards, qualities), whatIf.documents()));
      out.flush();
    }
    return 0;
  }

  private int underRecipe(String name) {
    for (String option : List.of("--jaccard", "--quality")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            spec.commandLine(),
            "--recipe: together with " + option + " (expected: near.threshold in the recipe)");
      }
    }
    Recipe recipe = CorpusWork.recipe(name);
    try (MillraceClient client = gateway.connect()) {
      var question = new RecipeQuestion(recipe, documentsMax, pairsMax);
      var out = spec.commandLine().getOut();
      out.print(question.ask(new LedgerQueries(client)).text());
      out.flush();
    }
    return 0;
  }

  private void check(String option, List<Double> values, double least) {
    for (double value : values) {
      if (!(value >= least && value <= 1)) {
        throw new ParameterException(
            spec.commandLine(), option + ": " + value + " (expected: " + least + " to 1)");
      }
    }
  }

  /** Reads every document that was ever kept, and every comparison. */
  static WhatIf read(LedgerQueries ledger, int documentsMax, int pairsMax) {
    var whatIf = new WhatIf(documentsMax, pairsMax);
    Set<DocumentId> takenDown = ledger.takenDown();
    ledger.eachDecision(
        List.of(
            DocumentsProcessor.STATUS,
            DocumentsProcessor.TOKENS,
            DocumentsProcessor.BYTES,
            RecipeRules.QUALITY),
        row -> {
          if (row.text(DocumentsProcessor.STATUS).orElse("").equals(DocumentsProcessor.KEPT)
              && !takenDown.contains(DocumentId.of(row.bytes("key").orElseThrow()))) {
            add(whatIf, row, SourcePreference.OTHERS);
          }
        });
    ledger.eachComparison(pair -> whatIf.pair(pair.one(), pair.other(), pair.jaccard()));
    return whatIf;
  }

  /** Adds a document that may stay; the rank is that of {@link SourcePreference}, then quality. */
  static void add(WhatIf whatIf, AnswerRow row, int preference) {
    DocumentId id = DocumentId.of(row.bytes("key").orElseThrow());
    double quality = row.number(RecipeRules.QUALITY).orElse(1.0);
    long bytes = row.whole(DocumentsProcessor.BYTES).orElse(0L);
    long rank =
        (long) (SourcePreference.OTHERS - preference) << 56
            | Math.round(quality * QUALITY_STEPS) << 36
            | Math.min(bytes, (1L << 36) - 1);
    whatIf.document(id, row.whole(DocumentsProcessor.TOKENS).orElse(0L), quality, rank);
  }

  private static String table(List<WhatIf.Outcome> outcomes, int documents) {
    var text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%,d documents passed the rules%n%n", documents));
    text.append(
        String.format(
            "%7s %8s %6s %15s %11s %11s %15s%n",
            "jaccard", "quality", "found", "below quality", "duplicates", "kept", "tokens"));
    for (WhatIf.Outcome outcome : outcomes) {
      text.append(
          String.format(
              Locale.ROOT,
              "%7.2f %8.2f %5.1f%% %,15d %,11d %,11d %,15d%n",
              outcome.jaccard(),
              outcome.quality(),
              100 * NearSettings.DEFAULT.candidateChance(outcome.jaccard()),
              outcome.belowQuality(),
              outcome.duplicates(),
              outcome.kept(),
              outcome.tokens()));
    }
    return text.toString();
  }
}
