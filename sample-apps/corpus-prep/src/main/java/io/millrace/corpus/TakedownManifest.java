// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.corpus.document.DocumentId;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.PositionsResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a takedown changed: so much that a training set made of what was kept before can be
 * corrected.
 *
 * @param reason what the person said
 * @param before positions of the job when it began
 * @param after positions when it had come to rest
 * @param removed documents that stayed before and were taken down
 * @param kept documents that stay instead, by id
 * @param clusters of those that stay instead: the lowest id of each, as it was when the document
 *     last went
 * @param unchanged documents that were asked for and did not stay before
 * @param exhausted clusters of which documents are left and none can come back, by lowest id
 */
record TakedownManifest(
    String reason,
    List<String> before,
    List<String> after,
    List<LedgerEntry> removed,
    List<LedgerEntry> kept,
    Map<DocumentId, String> clusters,
    List<DocumentId> unchanged,
    List<String> exhausted) {
  private static final ObjectMapper JSON = new ObjectMapper();

  TakedownManifest {
    before = List.copyOf(before);
    after = List.copyOf(after);
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
    clusters = Map.copyOf(clusters);
    unchanged = List.copyOf(unchanged);
    exhausted = List.copyOf(exhausted);
  }

  /** Reads it from what is committed. */
  static TakedownManifest read(
      LedgerQueries ledger,
      String reason,
      SortedSet<DocumentId> ids,
      List<String> before,
      PositionsResponse now) {
    Map<Integer, Long> ends = Takedown.ends(before);
    Map<DocumentId, LedgerEntry> removed = new TreeMap<>();
    Map<DocumentId, LedgerEntry> kept = new TreeMap<>();
    ledger.eachDeparture(
        row -> {
          if (isNew(LogPlace.of(row), ends)) {
            LedgerEntry entry = LedgerEntry.of(row);
            if (entry.isKept()) {
              kept.put(entry.id(), entry);
            } else {
              kept.remove(entry.id());
              boolean stayed = entry.text(Departures.WAS).equals(DocumentsProcessor.KEPT);
              if (ids.contains(entry.id()) && stayed) {
                removed.put(entry.id(), entry);
              }
            }
          }
        });
    Set<String> exhausted = new TreeSet<>();
    ledger.eachExhausted(
        row -> {
          if (isNew(LogPlace.of(row), ends)) {
            exhausted.add(row.text(DocumentsProcessor.CLUSTER).orElse("unknown"));
          }
        });
    List<DocumentId> unchanged = ids.stream().filter(id -> !removed.containsKey(id)).toList();
    return new TakedownManifest(
        reason,
        before,
        ResultPages.text(now),
        new ArrayList<>(removed.values()),
        new ArrayList<>(kept.values()),
        clusters(ledger, kept.keySet()),
        unchanged,
        new ArrayList<>(exhausted));
  }

  private static Map<DocumentId, String> clusters(LedgerQueries ledger, Set<DocumentId> kept) {
    Map<DocumentId, String> clusters = new TreeMap<>();
    for (DocumentId id : kept) {
      for (LedgerEntry entry : ledger.history(id)) {
        if (entry.text(DocumentsProcessor.REASON).equals(Removal.NEAR_DUPLICATE.label())) {
          clusters.put(id, entry.text(DocumentsProcessor.CLUSTER));
        }
      }
    }
    return clusters;
  }

  private static boolean isNew(LogPlace place, Map<Integer, Long> ends) {
    return place.block() > ends.getOrDefault(place.partition(), 0L);
  }

  String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("job", CorpusPrep.JOB);
    root.put("reason", reason);
    before.forEach(root.putArray("positions_before")::add);
    after.forEach(root.putArray("positions_after")::add);
    add(root.putArray("removed"), removed);
    add(root.putArray("kept"), kept);
    ArrayNode same = root.putArray("unchanged");
    unchanged.forEach(id -> same.add(id.toString()));
    exhausted.forEach(root.putArray("exhausted")::add);
    return root.toPrettyString();
  }

  private void add(ArrayNode to, List<LedgerEntry> entries) {
    for (LedgerEntry entry : entries) {
      ObjectNode document = to.addObject();
      document
          .put("id", entry.id().toString())
          .put("source", entry.text(DocumentFields.SOURCE))
          .put("path", entry.text(DocumentFields.PATH))
          .put("bytes", entry.fields().longValue(DocumentsProcessor.BYTES).orElse(0))
          .put("tokens", entry.fields().longValue(DocumentsProcessor.TOKENS).orElse(0));
      String cluster = clusters.get(entry.id());
      if (cluster != null) {
        document.put("cluster", cluster);
      }
    }
  }

  /**
   * Writes it.
   *
   * @throws MillraceException CALLER if there is something already, or it cannot be written
   */
  void write(Path file) {
    try {
      Files.writeString(file, json() + "\n", StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw MillraceException.of(Kind.CALLER, "manifest cannot be written", e)
          .with("path", file)
          .with("cause", e)
          .with("expected", "a path without a file, in a folder; run it again: nothing doubles");
    }
  }
}
