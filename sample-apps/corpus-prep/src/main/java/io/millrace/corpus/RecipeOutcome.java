// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static io.millrace.corpus.ReportTable.count;

import io.millrace.corpus.ledger.WhatIf;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.recipe.Recipe;
import io.millrace.model.MillraceException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What would stay and go under another recipe. Not thread-safe. */
final class RecipeOutcome {
  private static final int RECIPE_SHOWN_MAX = 100;

  private final Recipe recipe;
  private final Map<String, long[]> goes = new TreeMap<>();
  private final Map<String, Long> stillRefused = new TreeMap<>();
  private final Set<String> missingRules = new TreeSet<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();
  private long passed;
  private long passedTokens;
  private long comesBack;
  private long comesBackBytes;
  private long unanswered;
  private WhatIf.Outcome clusters = new WhatIf.Outcome(0, 0, 0, 0, 0, 0);

  RecipeOutcome(Recipe recipe) {
    this.recipe = recipe;
  }

  /** A document that passed the rules: the one that would refuse it, if any. */
  void passed(long tokens, Optional<String> rule) {
    passed++;
    passedTokens += tokens;
    rule.ifPresent(
        name -> {
          long[] sums = goes.computeIfAbsent(name, any -> new long[2]);
          sums[0]++;
          sums[1] += tokens;
        });
  }

  /** A document that was refused: the rule that would still refuse it, if any. */
  void refused(long rawBytes, boolean answered, Optional<String> rule) {
    if (!answered) {
      unanswered++;
    } else if (rule.isPresent()) {
      stillRefused.merge(rule.get(), 1L, Long::sum);
    } else {
      comesBack++;
      comesBackBytes += rawBytes;
    }
  }

  /** A document of which nothing can be said. */
  void unanswered() {
    unanswered++;
  }

  /** Rules by which some documents were not scored. */
  void rules(Set<String> names) {
    missingRules.addAll(names);
  }

  /** A recipe of which the scores say nothing. */
  void unreadable(String judgedBy, MillraceException why) {
    unreadable.put(judgedBy, why.getMessage());
  }

  /** What near duplicates leave of those that pass. */
  void clustered(WhatIf.Outcome found) {
    clusters = found;
  }

  /** Documents that would stay, of those that passed the rules when they came. */
  long stays() {
    return clusters.kept();
  }

  /** Documents that would go by a rule though they passed those when they came. */
  long goes() {
    return goes.values().stream().mapToLong(sums -> sums[0]).sum();
  }

  /** Documents that were refused and would pass. */
  long comesBack() {
    return comesBack;
  }

  String text() {
    var table = new ReportTable();
    table.heading("Under the recipe " + recipe.hash() + ", from stored scores");
    long goneTokens = goes.values().stream().mapToLong(sums -> sums[1]).sum();
    table.row("passed the rules", count(passed), count(passedTokens) + " tokens");
    table.row("would go by a rule", count(goes()), count(goneTokens) + " tokens");
    goes.forEach(
        (name, sums) -> table.row("  " + name, count(sums[0]), count(sums[1]) + " tokens"));
    table.row(
        "would go as near duplicates",
        count(clusters.duplicates()),
        String.format(
            Locale.ROOT,
            "from %.2f on; of pairs right there %.1f %% are expected to have been compared",
            recipe.nearThreshold(),
            100 * NearSettings.DEFAULT.candidateChance(recipe.nearThreshold())));
    table.row("would stay", count(clusters.kept()), count(clusters.tokens()) + " tokens");
    table.row(
        "refused, would pass",
        count(comesBack),
        count(comesBackBytes) + " raw bytes; tokens and near duplicates among them are not known");
    table.row(
        "refused, would be again",
        count(stillRefused.values().stream().mapToLong(n -> n).sum()),
        "");
    stillRefused.forEach((name, n) -> table.row("  " + name, count(n), ""));
    if (unanswered > 0) {
      table.row("cannot be answered", count(unanswered), "documents, see below");
    }
    if (!missingRules.isEmpty()) {
      table.line(
          "not answered, as if off, since some texts were not scored by them: "
              + String.join(", ", missingRules)
              + "; judge the texts again to know");
    }
    unreadable.forEach((judgedBy, why) -> table.line("judged by " + shown(judgedBy) + ": " + why));
    return table.text();
  }

  private static String shown(String judgedBy) {
    if (judgedBy.isEmpty()) {
      return "the default recipe";
    }
    return judgedBy.length() <= RECIPE_SHOWN_MAX
        ? judgedBy
        : judgedBy.substring(0, RECIPE_SHOWN_MAX) + "…";
  }
}
