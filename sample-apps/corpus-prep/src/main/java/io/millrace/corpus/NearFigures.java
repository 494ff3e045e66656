// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.near.DocId;
import io.millrace.model.Fields;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What became of near duplicates.
 *
 * @param clusters of two documents up
 * @param clustered documents in them
 * @param largest documents of the largest one
 * @param compared pairs that were compared and have some similarity
 * @param broken how often a cluster does not keep exactly one: near duplicates for which nobody or
 *     not the same one stays
 */
record NearFigures(long clusters, long clustered, long largest, long compared, long broken) {
  /** Of no documents. */
  static final NearFigures NONE = new NearFigures(0, 0, 0, 0, 0);

  /** Adds up results: first what was kept and removed, then what was compared. Not thread-safe. */
  static final class Count {
    private final double threshold;
    private final Set<DocId> kept = new HashSet<>();
    private final Map<DocId, DocId> winners = new HashMap<>();
    private long demoted;
    private long compared;
    private long broken;

    Count(double threshold) {
      this.threshold = threshold;
    }

    void kept(Fields fields) {
      fields.text(DocumentsProcessor.HASH).ifPresent(hash -> kept.add(DocId.parse(hash)));
    }

    /** A near duplicate. */
    void removed(Fields fields) {
      DocId id = DocId.parse(fields.text(DocumentsProcessor.HASH).orElse(""));
      DocId winner = DocId.parse(fields.text(DocumentsProcessor.KEPT_HASH).orElse(""));
      demoted++;
      if (winners.put(id, winner) != null) {
        broken++;
      }
    }

    void compared(DocId one, DocId other, double jaccard) {
      compared++;
      if (jaccard >= threshold && !survivor(one).equals(survivor(other))) {
        broken++;
      }
    }

    /** Who stays for a document; shortens the way for the next one who asks. */
    private DocId survivor(DocId id) {
      DocId last = id;
      for (long steps = 0; steps <= winners.size(); steps++) {
        DocId next = winners.get(last);
        if (next == null) {
          break;
        }
        last = next;
      }
      for (DocId at = id; !at.equals(last) && winners.containsKey(at); ) {
        DocId next = winners.put(at, last);
        at = next == null ? last : next;
      }
      return last;
    }

    NearFigures figures() {
      var sizes = new HashMap<DocId, Long>();
      for (DocId id : Set.copyOf(winners.keySet())) {
        DocId survivor = survivor(id);
        if (!kept.contains(survivor) || winners.containsKey(survivor)) {
          broken++;
        }
        sizes.merge(survivor, 1L, Long::sum);
      }
      long largest = sizes.values().stream().mapToLong(Long::longValue).max().orElse(0);
      return new NearFigures(
          sizes.size(),
          demoted + sizes.size(),
          sizes.isEmpty() ? 0 : largest + 1,
          compared,
          broken);
    }
  }
}
