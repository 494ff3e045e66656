// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.util.Arrays;

/** When each record of one producer was first submitted and first acknowledged. Not thread-safe. */
final class ProducerHistory {
  /** Stands for: it did not happen. */
  static final long NEVER = Long.MIN_VALUE;

  private final String producer;
  private long[] submittedNs = new long[1024];
  private long[] acknowledgedNs = new long[1024];
  private long last;
  private long acknowledged;

  ProducerHistory(String producer) {
    this.producer = producer;
    Arrays.fill(submittedNs, NEVER);
    Arrays.fill(acknowledgedNs, NEVER);
  }

  String producer() {
    return producer;
  }

  /** Notes that a record is about to be submitted; only the first time counts. */
  void submitted(long sequence, long ns) {
    int at = Math.toIntExact(sequence);
    if (at >= submittedNs.length) {
      submittedNs = grow(submittedNs, at);
      acknowledgedNs = grow(acknowledgedNs, at);
    }
    if (submittedNs[at] == NEVER) {
      submittedNs[at] = ns;
      last = Math.max(last, sequence);
    }
  }

  /**
   * Notes a receipt.
   *
   * @return whether it is the record's first
   */
  boolean acknowledged(long sequence, long ns) {
    if (!isSubmitted(sequence)) {
      throw new IllegalStateException(
          "receipt for " + producer + ":" + sequence + " (expected: at most " + last + ")");
    }
    int at = (int) sequence;
    if (acknowledgedNs[at] != NEVER) {
      return false;
    }
    acknowledgedNs[at] = ns;
    acknowledged++;
    return true;
  }

  boolean isSubmitted(long sequence) {
    return sequence >= 1 && sequence <= last && submittedNs[(int) sequence] != NEVER;
  }

  boolean isAcknowledged(long sequence) {
    return isSubmitted(sequence) && acknowledgedNs[(int) sequence] != NEVER;
  }

  long submittedNs(long sequence) {
    return submittedNs[Math.toIntExact(sequence)];
  }

  /** {@link #NEVER} if there was no receipt. */
  long acknowledgedNs(long sequence) {
    return acknowledgedNs[Math.toIntExact(sequence)];
  }

  /** Highest sequence submitted, 0 if none was. */
  long last() {
    return last;
  }

  /** How many records were acknowledged. */
  long acknowledgedCount() {
    return acknowledged;
  }

  private static long[] grow(long[] array, int index) {
    int length = array.length;
    var larger = Arrays.copyOf(array, Math.max(2 * length, index + 1));
    Arrays.fill(larger, length, larger.length, NEVER);
    return larger;
  }
}
