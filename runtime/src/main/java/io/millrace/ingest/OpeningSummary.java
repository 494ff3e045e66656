// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.model.ProducerEpoch;
import io.millrace.v1.ProducerWatermark;
import io.millrace.v1.Welcome;

/**
 * What the partitions say of a producer that opens, together. Not thread-safe: confined to one
 * session.
 */
final class OpeningSummary {
  private final Welcome.Builder welcome = Welcome.newBuilder();
  private long highest;

  /** A partition has committed the producer's records up to {@code sequence}; 0: none. */
  void add(int partition, long sequence) {
    if (sequence > 0) {
      welcome.addCommitted(
          ProducerWatermark.newBuilder().setPartition(partition).setSequence(sequence));
      highest = Math.max(highest, sequence);
    }
  }

  /** Highest committed sequence over all partitions, 0 if there is none. */
  long highest() {
    return highest;
  }

  /** The answer to the producer's Hello. */
  Welcome welcome(ProducerEpoch epoch) {
    return welcome
        .setProducerEpoch(epoch.number())
        .setIncarnation(epoch.incarnation())
        .setHighestCommittedSequence(highest)
        .build();
  }
}
