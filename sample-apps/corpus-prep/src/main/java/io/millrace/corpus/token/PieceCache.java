// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what pieces were merged into: names and rare words come again and again within a
 * collection. Each piece has one place, and takes it from whoever was there. At most about 8 MB.
 *
 * <p>Thread-safe without locks: entries never change, and who sees an older one, or none, merges
 * the piece once more (Java Language Specification, 17.5).
 */
final class PieceCache {
  /** Longer pieces hardly come again. Unit: bytes. */
  private static final int PIECE_BYTES_MAX = 48;

  private static final int PLACES_BITS = 15;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final @Nullable Entry[] places = new @Nullable Entry[1 << PLACES_BITS];

  private static final class Entry {
    final byte[] piece;
    final int[] ids;

    Entry(byte[] piece, int[] ids) {
      this.piece = piece;
      this.ids = ids;
    }
  }

  /**
   * Appends the ids of a piece of one byte or more.
   *
   * @param merger of the vocabulary that all who share the cache use; the caller's own
   */
  void merge(PieceMerger merger, byte[] text, int from, int to, TokenBuffer into) {
    if (to - from > PIECE_BYTES_MAX) {
      merger.merge(text, from, to, into);
      return;
    }
    long mixed = (Vocabulary.key(text, from, to) + to - from) * MIX;
    int place = (int) (mixed >>> (Long.SIZE - PLACES_BITS));
    Entry entry = places[place];
    if (entry != null && Arrays.equals(entry.piece, 0, entry.piece.length, text, from, to)) {
      into.addAll(entry.ids, 0, entry.ids.length);
      return;
    }
    int before = into.size();
    merger.merge(text, from, to, into);
    places[place] =
        new Entry(
            Arrays.copyOfRange(text, from, to),
            Arrays.copyOfRange(into.ids(), before, into.size()));
  }
}
