// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.cli.GatewayOption;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.LedgerQueries.Compared;
import io.millrace.corpus.document.DocumentId;
import io.millrace.model.FieldType;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what became of a document, and why. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = {
      "Says what became of a document and why: rule, score, threshold, the document that it is"
          + " nearly the same as, and which one stays instead.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace corpus why 5f3c0d9e8b7a61524334251607f8e9da",
      "  millrace corpus why \"crawl.jsonl https://example.org/page\""
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class WhyCommand implements Callable<Integer> {
  /** Survivors that gave way to better ones, followed at most. */
  private static final int CHAIN_MAX = 1_000;

  private static final int COMPARED_SHOWN_MAX = 10;

  /** Told in the first lines already. */
  private static final Set<String> TOLD =
      Set.of(
          DocumentFields.SOURCE,
          DocumentFields.PATH,
          DocumentsProcessor.STATUS,
          DocumentsProcessor.REASON,
          DocumentsProcessor.HASH,
          DocumentsProcessor.KEPT_HASH,
          DocumentsProcessor.MATCH,
          DocumentsProcessor.CLUSTER,
          DocumentsProcessor.JACCARD,
          RecipeRules.RULE,
          RecipeRules.SCORE,
          RecipeRules.THRESHOLD,
          RecipeRules.SPAN);

  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;

  @Parameters(
      index = "0",
      paramLabel = "DOCUMENT",
      description = "Its id in hexadecimal, its path, or its source and path.")
  private String name;

  /** Made by picocli. */
  WhyCommand() {}

  @Override
  public Integer call() {
    try (MillraceClient client = gateway.connect()) {
      var out = spec.commandLine().getOut();
      tell(new LedgerQueries(client), name).forEach(out::println);
      out.flush();
    }
    return 0;
  }

  /** Lines for people. */
  static List<String> tell(LedgerQueries ledger, String name) {
    DocumentId id = ledger.find(name);
    List<LedgerEntry> history = ledger.history(id);
    if (history.isEmpty()) {
      throw MillraceException.of(Kind.NOT_FOUND, "no such document")
          .with("document", id)
          .with("expected", "one that was submitted to " + CorpusPrep.JOB);
    }
    var lines = new ArrayList<String>();
    lines.add("document   " + id);
    List<LedgerEntry> main = history.stream().filter(LedgerEntry::isMain).toList();
    LedgerEntry last = main.isEmpty() ? history.get(history.size() - 1) : main.get(main.size() - 1);
    lines.add("from       " + last.place());
    if (last.isKept()) {
      boolean cameBack = last.fields().contains(DocumentFields.PROMOTED);
      lines.add("verdict    kept" + (cameBack ? ", since a better one was taken down" : ""));
    } else {
      addRemoval(lines, last);
      if (!last.text(DocumentsProcessor.KEPT_HASH).isEmpty()) {
        addSurvivor(lines, ledger, last);
      }
    }
    LedgerEntry facts = main.isEmpty() ? last : main.get(0);
    addFacts(lines, facts.fields());
    history.stream()
        .filter(entry -> !entry.isMain() && !entry.equals(last) && isTwin(entry))
        .limit(COMPARED_SHOWN_MAX)
        .forEach(twin -> lines.add("twin       " + twin.place() + " (" + twin.why() + ")"));
    List<Compared> compared = ledger.comparisons(id);
    compared.stream()
        .limit(COMPARED_SHOWN_MAX)
        .forEach(
            pair ->
                lines.add("compared   " + number(pair.jaccard()) + " with " + pair.partner(id)));
    if (compared.size() > COMPARED_SHOWN_MAX) {
      lines.add("           and " + (compared.size() - COMPARED_SHOWN_MAX) + " more");
    }
    return lines;
  }

  private static boolean isTwin(LedgerEntry entry) {
    String reason = entry.text(DocumentsProcessor.REASON);
    return reason.equals(Removal.DUPLICATE.label()) || reason.equals(Removal.SEEN_BEFORE.label());
  }

  private static void addRemoval(List<String> lines, LedgerEntry entry) {
    lines.add("verdict    removed: " + entry.text(DocumentsProcessor.REASON).replace('_', ' '));
    if (!entry.text(Departures.TAKEDOWN_REASON).isEmpty()) {
      lines.add("because    " + entry.text(Departures.TAKEDOWN_REASON));
    }
    if (!entry.text(RecipeRules.RULE).isEmpty()) {
      lines.add(
          "rule       "
              + entry.text(RecipeRules.RULE)
              + ": score "
              + entry.number(RecipeRules.SCORE).map(WhyCommand::number).orElse("unknown")
              + ", threshold "
              + entry.number(RecipeRules.THRESHOLD).map(WhyCommand::number).orElse("unknown")
              + (entry.text(RecipeRules.SPAN).isEmpty()
                  ? ""
                  : ", at " + entry.text(RecipeRules.SPAN)));
    }
    if (!entry.text(DocumentsProcessor.MATCH).isEmpty()) {
      lines.add(
          "match      "
              + entry.text(DocumentsProcessor.MATCH)
              + ", Jaccard "
              + entry.number(DocumentsProcessor.JACCARD).map(WhyCommand::number).orElse("unknown"));
      lines.add("cluster    " + entry.text(DocumentsProcessor.CLUSTER));
    }
  }

  /** Follows those who stayed instead, and gave way to better ones later, to the one that stays. */
  private static void addSurvivor(List<String> lines, LedgerQueries ledger, LedgerEntry removed) {
    var seen = new HashSet<String>();
    String id = removed.text(DocumentsProcessor.KEPT_HASH);
    for (int i = 0; i < CHAIN_MAX && !id.isEmpty() && seen.add(id); i++) {
      List<LedgerEntry> main =
          ledger.history(ledger.find(id)).stream().filter(LedgerEntry::isMain).toList();
      if (main.isEmpty()) {
        break;
      }
      LedgerEntry last = main.get(main.size() - 1);
      if (last.isKept()) {
        lines.add("kept       " + id + " " + last.place());
        return;
      }
      if (last.fields().contains(Departures.WAS)) {
        lines.add("kept       " + id + " did, until it was taken down; the next best does");
        return;
      }
      id = last.text(DocumentsProcessor.KEPT_HASH);
    }
    lines.add("kept       unknown (expected: one of the cluster; is a run still going on?)");
  }

  private static void addFacts(List<String> lines, Fields fields) {
    IntStream.range(0, fields.size())
        .mapToObj(fields::name)
        .filter(name -> !TOLD.contains(name))
        .forEach(name -> lines.add(String.format("%-10s %s", name, value(fields, name))));
  }

  private static String value(Fields fields, String name) {
    return switch (fields.type(name).orElse(FieldType.TEXT)) {
      case TEXT -> fields.text(name).orElse("");
      case LONG -> ReportTable.count(fields.longValue(name).orElse(0));
      case DOUBLE -> number(fields.doubleValue(name).orElse(0));
      case BOOLEAN -> String.valueOf(fields.booleanValue(name).orElse(false));
      case TIME -> Instant.ofEpochMilli(fields.timeMs(name).orElse(0)).toString();
    };
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%,.0f", number)
        : String.format(Locale.ROOT, "%.4f", number);
  }
}
