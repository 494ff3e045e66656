// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.DataRecord;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply.Refused;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch on its way through a partition; it may have to pause at a record that is tried again. Not
 * thread-safe: confined to one actor.
 *
 * @param <C> how a caller is reached
 */
final class Batch<C> {
  final String producer;
  final ProducerEpoch opening;
  final long previous;
  final int attempt;
  final List<DataRecord> records;
  final C caller;
  final List<Refused> refusals = new ArrayList<>(0);

  /** Place of the next record. */
  int next;

  /** How many records were known before. */
  int duplicates;

  /** How often the next record was tried. */
  int tries;

  Batch(
      String producer,
      ProducerEpoch opening,
      long previous,
      int attempt,
      List<DataRecord> records,
      C caller) {
    this.producer = producer;
    this.opening = opening;
    this.previous = previous;
    this.attempt = attempt;
    this.records = records;
    this.caller = caller;
  }

  /** Highest sequence of the batch. */
  long last() {
    return records.get(records.size() - 1).sequence();
  }

  /** About how many bytes its records take. */
  long bytes() {
    long bytes = 0;
    for (DataRecord record : records) {
      bytes += record.weight();
    }
    return bytes;
  }
}
