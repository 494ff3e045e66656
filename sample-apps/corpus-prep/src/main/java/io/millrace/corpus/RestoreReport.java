// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static io.millrace.corpus.ReportTable.count;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.corpus.NewestDecisions.Decision;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of documents that were taken back.
 *
 * @param rule that is waived
 * @param found what there was to take back
 * @param restored documents that stay now
 * @param nearDuplicates documents that passed the rules, and have a better one near
 * @param refused documents that another rule refuses, by rule
 */
record RestoreReport(
    String rule, Found found, long restored, long nearDuplicates, Map<String, Long> refused) {
  private static final ObjectMapper JSON = new ObjectMapper();

  RestoreReport {
    refused = Collections.unmodifiableMap(new TreeMap<>(refused));
  }

  /**
   * What there was to take back.
   *
   * @param chosen documents that are taken back
   * @param all documents that could be; more than chosen if there are more than asked for
   * @param alreadyThere documents that the rule refused and that have passed meanwhile: the same
   *     text came under another recipe, or was taken back before
   * @param refusedOtherwise documents of which another rule's refusal is newer
   */
  record Found(long chosen, long all, long alreadyThere, long refusedOtherwise) {}

  /** Nothing is known of what became of them yet. */
  static RestoreReport of(String rule, Found found) {
    return new RestoreReport(rule, found, 0, 0, Map.of());
  }

  /** The same and one more document. */
  RestoreReport with(Decision last) {
    if (last.isKept()) {
      return new RestoreReport(rule, found, restored + 1, nearDuplicates, refused);
    } else if (last.isMain()) {
      return new RestoreReport(rule, found, restored, nearDuplicates + 1, refused);
    }
    var by = new TreeMap<>(refused);
    by.merge(last.rule(), 1L, Long::sum);
    return new RestoreReport(rule, found, restored, nearDuplicates, by);
  }

  /** For people: aligned lines. */
  String table(boolean isDryRun) {
    var table = new ReportTable();
    table.heading("Refused by " + rule);
    table.row("to take back", count(found.chosen()), more());
    table.row("already there", count(found.alreadyThere()), "the text passed the rules meanwhile");
    table.row("refused otherwise", count(found.refusedOtherwise()), "by another rule, later");
    if (isDryRun) {
      table.line("nothing was done (--dry-run)");
      return table.text();
    }
    table.heading("What became of them");
    table.row("restored", count(restored), "they stay");
    table.row("near duplicates", count(nearDuplicates), "of better ones");
    refused.forEach((by, n) -> table.row("refused", count(n), "by " + by));
    return table.text();
  }

  private String more() {
    long left = found.all() - found.chosen();
    return left == 0 ? "" : count(left) + " more than --limit allows";
  }

  /** For programs: one line of JSON. */
  String json(boolean isDryRun) {
    ObjectNode root = JSON.createObjectNode();
    root.put("rule", rule);
    root.put("dry_run", isDryRun);
    root.put("documents", found.chosen());
    root.put("left", found.all() - found.chosen());
    root.put("already_there", found.alreadyThere());
    root.put("refused_otherwise", found.refusedOtherwise());
    root.put("restored", restored);
    root.put("near_duplicates", nearDuplicates);
    ObjectNode by = root.putObject("refused");
    refused.forEach(by::put);
    return root.toString();
  }
}
