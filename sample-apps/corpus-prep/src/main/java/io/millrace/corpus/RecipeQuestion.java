// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.AnswerRow;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.recipe.Recipe;
import io.millrace.corpus.recipe.WhatIf;
import io.millrace.corpus.rule.Rule;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What would stay and go under another recipe, from the scores that were stored. Documents that
 * passed the rules are clustered anew by the stored similarities; those that were refused were
 * never compared and have no tokens, so it is only said how many would pass. One use, by one
 * thread; memory as {@link io.millrace.corpus.ledger.WhatIf} and 250 bytes a refused document.
 */
final class RecipeQuestion {
  /** Most recipes that documents may have been judged by. */
  private static final int RECIPES_MAX = 1_000;

  private static final List<String> COLUMNS =
      List.of(
          LogPlace.COLUMNS,
          DocumentsProcessor.STATUS,
          DocumentsProcessor.REASON,
          DocumentsProcessor.TOKENS,
          DocumentsProcessor.BYTES,
          DocumentFields.SOURCE,
          DocumentFields.RAW_BYTES,
          DocumentFields.RESTORED,
          RecipeRules.RECIPE,
          RecipeRules.QUALITY,
          RecipeRules.SCORES);

  private final Recipe recipe;
  private final int documentsMax;
  private final io.millrace.corpus.ledger.WhatIf clusters;
  private final RecipeOutcome outcome;
  private final Map<String, Optional<WhatIf>> questions = new HashMap<>();
  private final Set<DocumentId> passed = new HashSet<>();
  private final Map<DocumentId, Refused> refused = new HashMap<>();

  /** The newest refusal of a document, and what the other recipe would say. */
  private record Refused(LogPlace place, long rawBytes, boolean answered, Optional<String> rule) {}

  /**
   * A question.
   *
   * @param documentsMax most documents that passed, and most that were refused
   * @param pairsMax most compared pairs
   */
  RecipeQuestion(Recipe recipe, int documentsMax, int pairsMax) {
    this.recipe = recipe;
    this.documentsMax = documentsMax;
    this.clusters = new io.millrace.corpus.ledger.WhatIf(documentsMax, pairsMax);
    this.outcome = new RecipeOutcome(recipe);
  }

  /**
   * Reads all decisions and comparisons.
   *
   * @throws MillraceException CALLER if there are more documents than may be held
   */
  RecipeOutcome ask(LedgerQueries ledger) {
    Set<DocumentId> takenDown = ledger.takenDown();
    ledger.eachDecision(
        COLUMNS,
        row -> {
          DocumentId id = DocumentId.of(row.bytes("key").orElseThrow());
          if (takenDown.contains(id)) {
            return;
          }
          if (row.text(DocumentsProcessor.STATUS).orElse("").equals(DocumentsProcessor.KEPT)) {
            kept(id, row);
          } else if (row.text(DocumentsProcessor.REASON)
              .orElse("")
              .equals(Removal.REFUSED.label())) {
            Refused found = refused(row);
            refused.merge(id, found, (old, now) -> now.place.compareTo(old.place) > 0 ? now : old);
            check("refused documents", refused.size());
          }
        });
    refused.keySet().removeAll(passed);
    refused.values().forEach(r -> outcome.refused(r.rawBytes, r.answered, r.rule));
    ledger.eachComparison(pair -> clusters.pair(pair.one(), pair.other(), pair.jaccard()));
    outcome.clustered(clusters.outcomes(List.of(recipe.nearThreshold()), List.of(0.0)).get(0));
    return outcome;
  }

  /** A document that passed the rules; it may have gone later as a near duplicate. */
  private void kept(DocumentId id, AnswerRow row) {
    if (!passed.add(id)) {
      return;
    }
    check("documents", passed.size());
    long tokens = row.whole(DocumentsProcessor.TOKENS).orElse(0L);
    Optional<WhatIf> question = question(row);
    if (question.isEmpty()) {
      outcome.unanswered();
      return;
    }
    Optional<String> rule = rule(question.get(), row);
    outcome.passed(tokens, rule);
    if (rule.isEmpty()) {
      String source = row.text(DocumentFields.SOURCE).orElse("");
      WhatIfCommand.add(clusters, row, recipe.preference().of(source));
    }
  }

  private Refused refused(AnswerRow row) {
    Optional<WhatIf> question = question(row);
    return new Refused(
        LogPlace.of(row),
        row.whole(DocumentFields.RAW_BYTES).orElse(0L),
        question.isPresent(),
        question.flatMap(q -> rule(q, row)));
  }

  private static Optional<String> rule(WhatIf question, AnswerRow row) {
    Waivers waivers = Waivers.parse(row.text(DocumentFields.RESTORED).orElse(""));
    return question
        .refusal(row.text(RecipeRules.SCORES).orElse(""), waivers.rules())
        .map(Rule::name);
  }

  private Optional<WhatIf> question(AnswerRow row) {
    String judgedBy = row.text(RecipeRules.RECIPE).orElse("");
    Optional<WhatIf> known = questions.get(judgedBy);
    if (known == null) {
      known = question(judgedBy);
      questions.put(judgedBy, known);
    }
    return known;
  }

  private Optional<WhatIf> question(String judgedBy) {
    if (questions.size() >= RECIPES_MAX) {
      throw tooMany("recipes that documents were judged by", RECIPES_MAX);
    }
    try {
      WhatIf question = WhatIf.of(Recipe.parse(judgedBy), recipe);
      outcome.rules(new TreeSet<>(question.unanswered()));
      return Optional.of(question);
    } catch (MillraceException e) {
      if (e.kind() != Kind.CALLER) {
        throw e;
      }
      outcome.unreadable(judgedBy, e);
      return Optional.empty();
    }
  }

  private void check(String what, int count) {
    if (count > documentsMax) {
      throw tooMany(what, documentsMax);
    }
  }

  private static MillraceException tooMany(String what, int most) {
    return MillraceException.of(Kind.CALLER, "more than can be held in memory")
        .with("what", what)
        .with("expected", "at most " + most)
        .with("do", "give --documents-max more, and the JVM memory for it");
  }
}
