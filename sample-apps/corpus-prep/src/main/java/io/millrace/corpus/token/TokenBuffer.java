// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.util.Arrays;

/** Token ids that are appended to and read in place, to be used again. Not thread-safe. */
public final class TokenBuffer {
  private static final int INITIAL = 1 << 10;

  private int[] ids = new int[INITIAL];
  private int size;

  /** An empty buffer. */
  public TokenBuffer() {}

  /** Appends one id. */
  public void add(int id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = id;
  }

  /** Appends some of an array's ids. */
  void addAll(int[] from, int begin, int end) {
    int count = end - begin;
    if (size + count > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(2 * ids.length, size + count));
    }
    System.arraycopy(from, begin, ids, size, count);
    size += count;
  }

  /** Makes it empty. */
  public void clear() {
    size = 0;
  }

  /** Drops the ids behind the first so many. */
  void truncate(int length) {
    size = Math.min(size, length);
  }

  /** How many ids there are. */
  public int size() {
    return size;
  }

  /**
   * The ids from 0 to {@link #size}; what lies behind is left over. Valid until the next append.
   */
  public int[] ids() {
    return ids;
  }

  /** A copy of the ids. */
  public int[] toArray() {
    return Arrays.copyOf(ids, size);
  }
}
