// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/**
 * One owner's term of office. A higher epoch fences every lower one.
 *
 * @param value counts up from 1; 0 means never owned
 */
public record Epoch(long value) implements Comparable<Epoch> {
  /** Never owned. */
  public static final Epoch NONE = new Epoch(0);

  public Epoch {
    if (value < 0) {
      throw new IllegalArgumentException("epoch: " + value + " (expected: >= 0)");
    }
  }

  /** The next owner's term. */
  public Epoch next() {
    return new Epoch(value + 1);
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(value, other.value);
  }
}
