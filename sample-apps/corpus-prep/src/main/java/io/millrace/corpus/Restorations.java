// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.AnswerRow;
import io.millrace.corpus.document.DocumentId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Removals that no longer count because their documents came back: those that a person took back
 * from a rule, and near duplicates of one that was taken down; one for each time that it happened,
 * the oldest first. Holds about 150 bytes for each. Not thread-safe.
 */
final class Restorations {
  private final Map<Removed, Integer> removals = new HashMap<>();
  private final Map<String, Long> rules = new HashMap<>();

  /**
   * A document that went.
   *
   * @param why {@link LedgerEntry#why}
   */
  private record Removed(DocumentId id, String why) {}

  private Restorations() {}

  /** The rule whose refusal a result takes back; empty if it takes none back. */
  static Optional<String> takenBack(AnswerRow row) {
    Optional<String> restored = row.text(DocumentFields.RESTORED);
    if (row.whole(DocumentFields.PROMOTED).isPresent()) {
      // Its fields are those with which it first stayed.
      return Optional.empty();
    }
    boolean isJudged =
        row.text("tag").orElse("").isEmpty()
            || row.text(DocumentsProcessor.REASON).orElse("").equals(Removal.REFUSED.label());
    return isJudged ? restored.map(text -> Waivers.parse(text).newest()) : Optional.empty();
  }

  /** Reads all of one source, or of all. */
  static Restorations read(LedgerQueries ledger, Optional<String> source) {
    var all = new Restorations();
    ledger.eachRestored(
        row ->
            takenBack(row)
                .filter(rule -> isFrom(source, row))
                .ifPresent(rule -> all.add(DocumentId.of(row.bytes("key").orElseThrow()), rule)));
    ledger.eachPromoted(
        row -> {
          if (isFrom(source, row)) {
            DocumentId id = DocumentId.of(row.bytes("key").orElseThrow());
            all.add(id, Removal.NEAR_DUPLICATE.label());
          }
        });
    return all;
  }

  private static boolean isFrom(Optional<String> source, AnswerRow row) {
    return source.isEmpty() || row.text(DocumentFields.SOURCE).equals(source);
  }

  private void add(DocumentId id, String why) {
    removals.merge(new Removed(id, why), 1, Integer::sum);
    rules.merge(why, 1L, Long::sum);
  }

  /** How many removals by a rule, or for a reason that knows no rules, no longer count. */
  long of(String why) {
    return rules.getOrDefault(why, 0L);
  }

  /** How many removals no longer count. */
  int count() {
    return (int) Math.min(Integer.MAX_VALUE / 2, rules.values().stream().mapToLong(n -> n).sum());
  }

  /** Whether a note no longer counts; asked once for each note of a document, in their order. */
  boolean take(LedgerEntry note) {
    var removed = new Removed(note.id(), note.why());
    int left = removals.getOrDefault(removed, 0);
    if (left == 0) {
      return false;
    }
    removals.put(removed, left - 1);
    return true;
  }
}
