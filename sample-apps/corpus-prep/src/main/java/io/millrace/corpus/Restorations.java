// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.AnswerRow;
import io.millrace.corpus.document.DocumentId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Refusals that no longer count because their documents were taken back: one for each time that it
 * happened, the oldest first. Holds about 150 bytes for each. Not thread-safe.
 */
final class Restorations {
  private final Map<Refusal, Integer> refusals = new HashMap<>();
  private final Map<String, Long> rules = new HashMap<>();

  private record Refusal(DocumentId id, String rule) {}

  private Restorations() {}

  /** The rule whose refusal a result takes back; empty if it takes none back. */
  static Optional<String> takenBack(AnswerRow row) {
    Optional<String> restored = row.text(DocumentFields.RESTORED);
    boolean isJudged =
        row.text("tag").orElse("").isEmpty()
            || row.text(DocumentsProcessor.REASON).orElse("").equals(Removal.REFUSED.label());
    return isJudged ? restored.map(text -> Waivers.parse(text).newest()) : Optional.empty();
  }

  /** Reads all of one source, or of all. */
  static Restorations read(LedgerQueries ledger, Optional<String> source) {
    var all = new Restorations();
    ledger.eachRestored(
        row -> {
          boolean isFromThere = source.isEmpty() || row.text(DocumentFields.SOURCE).equals(source);
          takenBack(row)
              .filter(rule -> isFromThere)
              .ifPresent(rule -> all.add(DocumentId.of(row.bytes("key").orElseThrow()), rule));
        });
    return all;
  }

  private void add(DocumentId id, String rule) {
    refusals.merge(new Refusal(id, rule), 1, Integer::sum);
    rules.merge(rule, 1L, Long::sum);
  }

  /** How many refusals by a rule were taken back. */
  long of(String rule) {
    return rules.getOrDefault(rule, 0L);
  }

  /** How many refusals were taken back. */
  int count() {
    return (int) Math.min(Integer.MAX_VALUE / 2, rules.values().stream().mapToLong(n -> n).sum());
  }

  /** Whether a note no longer counts; asked once for each note of a document, in their order. */
  boolean take(LedgerEntry note) {
    var refusal = new Refusal(note.id(), note.text(RecipeRules.RULE));
    int left = refusals.getOrDefault(refusal, 0);
    if (left == 0) {
      return false;
    }
    refusals.put(refusal, left - 1);
    return true;
  }
}
