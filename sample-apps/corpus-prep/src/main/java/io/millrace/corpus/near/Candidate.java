// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import io.millrace.corpus.document.DocumentId;

/**
 * A document that may stay for its cluster.
 *
 * @param id which one
 * @param rank decides among several
 * @param match the document by which it came into its cluster
 * @param jaccard similarity of the two, 0 to 1
 */
public record Candidate(DocumentId id, Rank rank, DocumentId match, double jaccard)
    implements Comparable<Candidate> {
  /** The better one comes first. */
  @Override
  public int compareTo(Candidate other) {
    int order = rank.compareTo(other.rank);
    return order != 0 ? order : id.compareTo(other.id);
  }

  void write(ByteWriter out) {
    out.id(id);
    rank.write(out);
    out.id(match).real(jaccard);
  }

  static Candidate read(ByteReader in) {
    return new Candidate(in.id(), Rank.read(in), in.id(), in.real());
  }
}
