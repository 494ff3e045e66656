// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import java.util.Arrays;

/** One value's bytes in an array that is used again. Not thread-safe. */
final class ByteScratch {
  private static final int CAPACITY_BYTES = 1 << 10;

  /** An array that grew beyond this is not kept for the next block. */
  private static final int KEPT_BYTES_MAX = 1 << 20;

  private static final int UTF8_BYTES_MAX = 4;

  private byte[] bytes = new byte[CAPACITY_BYTES];
  private int length;

  /** Valid up to {@link #length} and until the next value. */
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    if (bytes.length > KEPT_BYTES_MAX) {
      bytes = new byte[CAPACITY_BYTES];
    }
  }

  void set(ByteString value) {
    reserve(value.size());
    length = value.size();
    value.copyTo(bytes, 0);
  }

  /**
   * A text's UTF-8 as the block holds it: half a surrogate pair is a question mark.
   *
   * @param enough once there are so many bytes, the rest may be left off
   */
  void set(String text, int enough) {
    int chars = text.length();
    reserve((int) Math.min(3L * chars, (long) enough + UTF8_BYTES_MAX));
    byte[] out = bytes;
    int at = 0;
    for (int i = 0; i < chars && at < enough; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        out[at++] = (byte) c;
      } else if (c < 0x800) {
        out[at++] = (byte) (0xc0 | (c >> 6));
        out[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        out[at++] = (byte) (0xe0 | (c >> 12));
        out[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        out[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (i + 1 < chars && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        i++;
        int point = Character.toCodePoint(c, text.charAt(i));
        out[at++] = (byte) (0xf0 | (point >> 18));
        out[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
        out[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        out[at++] = (byte) (0x80 | (point & 0x3f));
      } else {
        out[at++] = '?';
      }
    }
    length = at;
  }

  private void reserve(int needed) {
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
  }
}
