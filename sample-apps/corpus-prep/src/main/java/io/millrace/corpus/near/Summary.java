// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import io.millrace.corpus.document.DocumentId;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is known of a cluster, or of the part of it that has come together.
 *
 * @param size documents in it
 * @param best the one that stays and the best of the others, best first; at most {@link #BEST_MAX}
 * @param gone documents that were taken down and are not among the best: they were not remembered,
 *     or are still on their way here; the newest {@link #GONE_MAX}
 */
public record Summary(long size, List<Candidate> best, List<DocumentId> gone) {
  /** More are not remembered: so many times the one that stays can be taken away. */
  public static final int BEST_MAX = 9;

  /**
   * More are not remembered: only so many may be taken down while what their cluster knows of them
   * is on its way to its root.
   */
  public static final int GONE_MAX = 1_000;

  /** Of nobody. */
  public static final Summary NONE = new Summary(0, List.of(), List.of());

  public Summary {
    best = List.copyOf(best);
    gone = List.copyOf(gone);
    if (size < 0 || best.size() > BEST_MAX || best.size() > size || gone.size() > GONE_MAX) {
      throw new IllegalArgumentException(
          "size: " + size + ", best: " + best.size() + " (expected: the best of them)");
    }
  }

  static Summary of(Candidate one) {
    return new Summary(1, List.of(one), List.of());
  }

  /** Of a document that was taken down. */
  static Summary ofGone(DocumentId id) {
    return new Summary(0, List.of(), List.of(id));
  }

  boolean isEmpty() {
    return size == 0 && gone.isEmpty();
  }

  /** Whether there are documents of which none is remembered, so that none can come back. */
  public boolean isExhausted() {
    return best.isEmpty() && living() > 0;
  }

  /** Documents that were not taken down. */
  public long living() {
    return Math.max(0, size - gone.size());
  }

  /** Whether one that was taken down is among these. */
  boolean isGone(DocumentId id) {
    return gone.contains(id);
  }

  /** The same without one that never came to be known. */
  Summary forgetting(DocumentId id) {
    return new Summary(size, best, gone.stream().filter(other -> !other.equals(id)).toList());
  }

  /** The documents that stay for their parts. */
  static List<Candidate> standing(Summary one, Summary other) {
    return Stream.of(one, other).flatMap(part -> part.best.stream().limit(1)).toList();
  }

  void write(ByteWriter out) {
    out.count(size).count(best.size());
    best.forEach(candidate -> candidate.write(out));
    out.count(gone.size());
    gone.forEach(out::id);
  }

  static Summary read(ByteReader in) {
    long size = in.count();
    var best = new Candidate[in.size(BEST_MAX)];
    for (int i = 0; i < best.length; i++) {
      best[i] = Candidate.read(in);
    }
    var gone = new DocumentId[in.size(GONE_MAX)];
    for (int i = 0; i < gone.length; i++) {
      gone[i] = in.id();
    }
    return new Summary(size, List.of(best), List.of(gone));
  }
}
