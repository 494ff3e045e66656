// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/**
 * One opening of a producer. A higher number fences the streams of every lower one.
 *
 * @param number counts up from 1 with every opening; 0 means never opened
 * @param incarnation the number of the opening that last started the sequences afresh; watermarks
 *     of a lower incarnation are void
 */
public record ProducerEpoch(long number, long incarnation) {
  /** Never opened. */
  public static final ProducerEpoch NONE = new ProducerEpoch(0, 0);

  public ProducerEpoch {
    if (incarnation < 0 || incarnation > number) {
      throw new IllegalArgumentException(
          "incarnation: " + incarnation + " (expected: 0 to the epoch's number " + number + ")");
    }
  }

  /**
   * The opening after this one; a fresh one starts a new incarnation, as the first one always does.
   */
  public ProducerEpoch next(boolean fresh) {
    return new ProducerEpoch(number + 1, fresh || number == 0 ? number + 1 : incarnation);
  }
}
