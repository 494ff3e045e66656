// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of byte strings in unsigned lexicographic order, both inclusive.
 *
 * @param min not above any
 * @param max not below any; null if there is no bound of the length allowed
 */
record ByteRange(ByteString min, @Nullable ByteString max) {
  private static final Comparator<ByteString> ORDER =
      ByteString.unsignedLexicographicalComparator();

  boolean mayContain(ByteString value) {
    return meets(value, value);
  }

  /** Whether something from {@code from} to {@code to} may lie in it; null: without bound. */
  boolean meets(@Nullable ByteString from, @Nullable ByteString to) {
    return (to == null || ORDER.compare(min, to) <= 0)
        && (from == null || max == null || ORDER.compare(max, from) >= 0);
  }

  boolean mayStartWith(ByteString prefix) {
    return meets(prefix, null) && (min.startsWith(prefix) || ORDER.compare(min, prefix) <= 0);
  }

  boolean isAscending() {
    return max == null || ORDER.compare(min, max) <= 0;
  }

  /** The lowest bound above all that start with {@code prefix}; null if there is none. */
  static @Nullable ByteString above(byte[] prefix, int length) {
    int last = length - 1;
    while (last >= 0 && prefix[last] == (byte) 0xff) {
      last--;
    }
    if (last < 0) {
      return null;
    }
    byte[] next = Arrays.copyOf(prefix, last + 1);
    next[last]++;
    return ByteString.copyFrom(next);
  }
}
