// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.model.MillraceException.Kind.BUG;

import io.millrace.model.MillraceException;
import io.millrace.v1.Answers;
import io.millrace.v1.Receipt;
import io.millrace.v1.Refusal;
import java.util.Map;
import java.util.stream.Collectors;

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

  /**
   * Takes the covered records out, and tells who waits for them.
   *
   * @param refusals why records were refused, by sequence
   * @return how many of them were without answer
   */
  static int apply(Receipt receipt, Map<Long, String> refusals, UnackedRing ring) {
    long sequence = receipt.getFirstSequence();
    int answered = settle(sequence, receipt, refusals, ring);
    for (int i = 0; i < receipt.getStepsCount(); i++) {
      sequence += receipt.getSteps(i);
      answered += settle(sequence, receipt, refusals, ring);
    }
    return answered;
  }

  private static int settle(
      long sequence, Receipt receipt, Map<Long, String> refusals, UnackedRing ring) {
    var sink = ring.sink(sequence);
    if (sink != null) {
      sink.answered(sequence, receipt, refusals.get(sequence));
    }
    return ring.remove(sequence) ? 1 : 0;
  }

  /** Why records were refused, by sequence. */
  static Map<Long, String> reasons(Answers answers) {
    return answers.getRefusalsList().stream()
        .collect(Collectors.toMap(Refusal::getSequence, Refusal::getReason, (a, b) -> a));
  }
}
