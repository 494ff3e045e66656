// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is known of a cluster, or of the part of it that has come together.
 *
 * @param size documents in it
 * @param best the one that stays and the best of the others, best first; at most {@link #BEST_MAX}
 */
public record Summary(long size, List<Candidate> best) {
  /** More are not remembered: so many times the one that stays can be taken away. */
  public static final int BEST_MAX = 9;

  /** Of nobody. */
  public static final Summary NONE = new Summary(0, List.of());

  public Summary {
    best = List.copyOf(best);
    if (best.isEmpty() != (size == 0) || best.size() > BEST_MAX || best.size() > size) {
      throw new IllegalArgumentException(
          "size: " + size + ", best: " + best.size() + " (expected: the best of them)");
    }
  }

  static Summary of(Candidate one) {
    return new Summary(1, List.of(one));
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Both together. */
  Summary with(Summary other) {
    return new Summary(
        size + other.size,
        Stream.concat(best.stream(), other.best.stream()).sorted().limit(BEST_MAX).toList());
  }

  void write(ByteWriter out) {
    out.count(size).count(best.size());
    best.forEach(candidate -> candidate.write(out));
  }

  static Summary read(ByteReader in) {
    long size = in.count();
    var best = new Candidate[in.size(BEST_MAX)];
    for (int i = 0; i < best.length; i++) {
      best[i] = Candidate.read(in);
    }
    return new Summary(size, List.of(best));
  }
}
