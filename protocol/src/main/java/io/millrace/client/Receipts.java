// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.model.MillraceException.Kind.BUG;

import io.millrace.model.MillraceException;
import io.millrace.v1.Receipt;

/** Which sequences a receipt covers. */
final class Receipts {
  private Receipts() {}

  /** How many sequences the receipt covers. */
  static int coveredCount(Receipt receipt) {
    return 1 + receipt.getStepsCount();
  }

  /**
   * Refuses a receipt that covers what was never submitted or contradicts itself.
   *
   * @param next the first sequence that was not submitted
   */
  static void check(Receipt receipt, long next) {
    long sequence = receipt.getFirstSequence();
    boolean ascends = sequence >= 1 && sequence < next;
    for (int i = 0; i < receipt.getStepsCount() && ascends; i++) {
      long step = receipt.getSteps(i);
      ascends = step >= 1 && step < next - sequence;
      sequence += step;
    }
    if (!ascends || sequence != receipt.getLastSequence()) {
      throw MillraceException.of(BUG, "receipt for what was never sent")
          .with("partition", receipt.getPartition())
          .with("block", receipt.getBlock())
          .with("first", receipt.getFirstSequence())
          .with("last", receipt.getLastSequence())
          .with("expected", "1 to " + (next - 1));
    }
  }

  /** Takes the covered records out; returns how many of them were without answer. */
  static int apply(Receipt receipt, UnackedRing ring) {
    long sequence = receipt.getFirstSequence();
    int answered = ring.remove(sequence) ? 1 : 0;
    for (int i = 0; i < receipt.getStepsCount(); i++) {
      sequence += receipt.getSteps(i);
      if (ring.remove(sequence)) {
        answered++;
      }
    }
    return answered;
  }
}
