// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.AnswerRow;
import io.millrace.corpus.document.DocumentId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was decided last about each of some documents. Holds about 300 bytes for each. Not
 * thread-safe.
 */
final class NewestDecisions {
  private static final List<String> COLUMNS =
      List.of(
          LogPlace.COLUMNS,
          DocumentsProcessor.STATUS,
          DocumentsProcessor.REASON,
          DocumentFields.SOURCE,
          RecipeRules.RULE);

  /**
   * The last word on a document. A main result counts more than a note, however old: who was kept
   * once has a state, and what it says is in main results from then on.
   *
   * @param isMain whether it is a main result: the document passed the rules at some time
   * @param status of a main result
   * @param reason of a removal
   * @param rule that refused it, empty if none did
   */
  record Decision(
      LogPlace place, boolean isMain, String status, String reason, String source, String rule) {
    private static Decision of(AnswerRow row) {
      return new Decision(
          LogPlace.of(row),
          row.text("tag").orElse("").isEmpty(),
          row.text(DocumentsProcessor.STATUS).orElse(""),
          row.text(DocumentsProcessor.REASON).orElse(""),
          row.text(DocumentFields.SOURCE).orElse(""),
          row.text(RecipeRules.RULE).orElse(""));
    }

    boolean isKept() {
      return isMain && status.equals(DocumentsProcessor.KEPT);
    }

    private boolean overrules(Decision other) {
      return isMain == other.isMain ? place.compareTo(other.place) > 0 : isMain;
    }
  }

  private final Map<DocumentId, Decision> newest = new HashMap<>();

  private NewestDecisions() {}

  /** Reads all decisions, and remembers those about these documents. */
  static NewestDecisions of(LedgerQueries ledger, Set<DocumentId> ids) {
    var decisions = new NewestDecisions();
    if (!ids.isEmpty()) {
      ledger.eachDecision(
          COLUMNS,
          row -> {
            DocumentId id = DocumentId.of(row.bytes("key").orElseThrow());
            if (ids.contains(id)) {
              decisions.newest.merge(
                  id, Decision.of(row), (old, now) -> now.overrules(old) ? now : old);
            }
          });
    }
    return decisions;
  }

  Optional<Decision> of(DocumentId id) {
    return Optional.ofNullable(newest.get(id));
  }
}
