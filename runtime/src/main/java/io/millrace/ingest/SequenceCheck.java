// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PackedRecords;

/**
 * Holds a producer to its contract: sequences count up by one within a stream, from no further than
 * the first record that the service may lack. Below that the stream may leave records out: a
 * producer that comes back sends what was never answered, and answers come per partition. Not
 * thread-safe.
 */
final class SequenceCheck {
  private final long firstMax;
  private long last;

  /**
   * @param firstMax highest sequence that the stream may begin with, or go on with after a gap: one
   *     above the highest committed one
   */
  SequenceCheck(long firstMax) {
    this.firstMax = firstMax;
  }

  /** Refuses records that are out of sequence, with a CALLER failure that names the place. */
  void check(PackedRecords records) {
    for (int i = 0; i < records.size(); i++) {
      long sequence = records.sequence(i);
      if (last == 0 && sequence > firstMax) {
        throw wrong("first sequence leaves a gap", sequence, "1 to " + firstMax);
      }
      boolean resent = sequence > last && sequence <= firstMax;
      if (last != 0 && sequence != last + 1 && !resent) {
        String text = sequence <= last ? "sequence goes back" : "sequence leaves a gap";
        throw wrong(text, sequence, Long.toString(last + 1));
      }
      last = sequence;
    }
  }

  private static MillraceException wrong(String text, long sequence, String expected) {
    return MillraceException.of(Kind.CALLER, text)
        .with("field", "batch.records.sequence")
        .with("value", sequence)
        .with("expected", expected);
  }
}
