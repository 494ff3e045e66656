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
 * @param turn how often it was told to go or to come back; of two such messages the one with the
 *     higher turn holds, in whatever order they come
 */
public record Candidate(DocumentId id, Rank rank, DocumentId match, double jaccard, long turn)
    implements Comparable<Candidate> {
  /** One that was told nothing yet. */
  public Candidate(DocumentId id, Rank rank, DocumentId match, double jaccard) {
    this(id, rank, match, jaccard, 0);
  }

  /** The same, told once more. */
  Candidate told() {
    return new Candidate(id, rank, match, jaccard, turn + 1);
  }

  /** The better one comes first. */
  @Override
  public int compareTo(Candidate other) {
    int order = rank.compareTo(other.rank);
    return order != 0 ? order : id.compareTo(other.id);
  }

  void write(ByteWriter out) {
    out.id(id);
    rank.write(out);
    out.id(match).real(jaccard).count(turn);
  }

  static Candidate read(ByteReader in) {
    return new Candidate(in.id(), Rank.read(in), in.id(), in.real(), in.count());
  }
}
