// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import java.util.Arrays;

/** Gathers the {@link ByteRange} of byte strings, of whose beginnings it keeps two. */
final class PrefixBounds {
  private final byte[] min;
  private final byte[] max;
  private int minLength = -1;
  private int maxLength = -1;

  /** Whether one that begins like the greatest goes on. */
  private boolean maxCut;

  PrefixBounds(int prefixBytes) {
    min = new byte[prefixBytes];
    max = new byte[prefixBytes];
  }

  void clear() {
    minLength = -1;
    maxLength = -1;
    maxCut = false;
  }

  /** Takes the first {@code length} bytes; of those beyond the prefix it looks at none. */
  void add(byte[] bytes, int length) {
    int kept = Math.min(length, max.length);
    if (minLength < 0 || Arrays.compareUnsigned(bytes, 0, kept, min, 0, minLength) < 0) {
      System.arraycopy(bytes, 0, min, 0, kept);
      minLength = kept;
    }
    int order = maxLength < 0 ? 1 : Arrays.compareUnsigned(bytes, 0, kept, max, 0, maxLength);
    if (order > 0) {
      System.arraycopy(bytes, 0, max, 0, kept);
      maxLength = kept;
      maxCut = length > kept;
    } else if (order == 0) {
      maxCut |= length > kept;
    }
  }

  /** Bytes of both bounds. */
  int bytes() {
    return minLength + maxLength;
  }

  /** The bounds of all; at least one must have been added. */
  ByteRange range() {
    return new ByteRange(
        ByteString.copyFrom(min, 0, minLength),
        maxCut ? ByteRange.above(max, maxLength) : ByteString.copyFrom(max, 0, maxLength));
  }
}
