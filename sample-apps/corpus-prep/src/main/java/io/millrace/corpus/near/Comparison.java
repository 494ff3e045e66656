// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Message.Compare;
import io.millrace.corpus.near.Message.Link;
import io.millrace.corpus.near.Message.Probe;
import java.util.List;
import java.util.Optional;

/**
 * Two documents, compared.
 *
 * @param jaccard their exact similarity, 0 to 1
 * @param sent what follows from it
 */
public record Comparison(double jaccard, List<Sent> sent) {
  public Comparison {
    sent = List.copyOf(sent);
  }

  /** What a new document asks its partners. */
  public static List<Sent> probes(DocumentId id, DocState document, Compare compare) {
    var probe = new Probe(id, document.rank(), document.shingles(), document.threshold());
    return compare.partners().stream().map(partner -> Sent.toDocument(partner, probe)).toList();
  }

  /**
   * Compares a document with the one that asks, which came later: its threshold holds.
   *
   * @param settings the job's own
   */
  public static Comparison of(
      DocumentId id, DocState document, Probe probe, NearSettings settings) {
    double jaccard =
        ShingleSet.decode(document.shingles()).jaccard(ShingleSet.decode(probe.shingles()));
    double threshold = probe.threshold() == 0 ? settings.threshold() : probe.threshold();
    if (jaccard < threshold || id.equals(probe.id())) {
      return new Comparison(jaccard, List.of());
    }
    var own = new Candidate(id, document.rank(), probe.id(), jaccard);
    var asking = new Candidate(probe.id(), probe.rank(), id, jaccard);
    boolean isHigher = id.compareTo(probe.id()) > 0;
    Candidate higher = isHigher ? own : asking;
    Candidate lower = isHigher ? asking : own;
    var link = new Link(lower.id(), Optional.of(higher), Optional.of(lower));
    return new Comparison(jaccard, List.of(Sent.toNode(higher.id(), link)));
  }
}
