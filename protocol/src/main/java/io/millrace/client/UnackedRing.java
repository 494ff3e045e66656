// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.millrace.model.MillraceException;
import org.jspecify.annotations.Nullable;

/**
 * The records without answer, as {@link RecordBytes} made them, in the order of their sequences,
 * which have no gaps: so a record's place is its sequence's low bits. Grows as needed, never
 * shrinks. Not thread-safe.
 */
final class UnackedRing {
  private static final int CAPACITY = 1024;

  private byte[] @Nullable [] slots = new byte[CAPACITY] @Nullable [];
  // As long as the slots from the first record on whose answer somebody waits for; empty before.
  private @Nullable AnswerSink[] sinks = new @Nullable AnswerSink[0];
  private long first;
  private long next;
  private int count;
  private long bytes;

  /** An empty ring whose first record will have this sequence. */
  UnackedRing(long firstSequence) {
    first = firstSequence;
    next = firstSequence;
  }

  /** The lowest sequence without answer, or {@link #next} if there is none. */
  long first() {
    return first;
  }

  /** The sequence of the next record to be added. */
  long next() {
    return next;
  }

  /** Records without answer. */
  int count() {
    return count;
  }

  /** Bytes of the records without answer. */
  long bytes() {
    return bytes;
  }

  /** From the lowest sequence without answer to the highest: what the array must hold. */
  long span() {
    return next - first;
  }

  /**
   * Adds the record of sequence {@link #next}.
   *
   * @param sink who waits for its answer, null if nobody does
   */
  void add(byte[] record, @Nullable AnswerSink sink) {
    if (span() == slots.length) {
      grow();
    }
    if (sink != null) {
      if (sinks.length == 0) {
        sinks = new @Nullable AnswerSink[slots.length];
      }
      sinks[slot(next)] = sink;
    }
    slots[slot(next)] = record;
    next++;
    count++;
    bytes += record.length;
  }

  /** The record, or null if it was answered; any sequence may be asked for. */
  byte @Nullable [] get(long sequence) {
    return sequence < first || sequence >= next ? null : slots[slot(sequence)];
  }

  /** Whether anybody ever waited for a record's answer. */
  boolean hasSinks() {
    return sinks.length > 0;
  }

  /** Who waits for the answer of a record without answer, null if nobody does. */
  @Nullable AnswerSink sink(long sequence) {
    return sinks.length == 0 || sequence < first || sequence >= next ? null : sinks[slot(sequence)];
  }

  /** Takes a record out; returns whether it was without answer. */
  boolean remove(long sequence) {
    var record = get(sequence);
    if (record == null) {
      return false;
    }
    slots[slot(sequence)] = null;
    if (sinks.length > 0) {
      sinks[slot(sequence)] = null;
    }
    count--;
    bytes -= record.length;
    while (first < next && slots[slot(first)] == null) {
      first++;
    }
    return true;
  }

  /** Tells all who wait that no answer will come. */
  void failSinks(MillraceException reason) {
    for (long sequence = first; sequence < next && hasSinks(); sequence++) {
      var sink = sinks[slot(sequence)];
      if (sink != null) {
        sink.failed(reason);
      }
    }
  }

  private int slot(long sequence) {
    return (int) sequence & (slots.length - 1);
  }

  private void grow() {
    var larger = new byte[2 * slots.length] @Nullable [];
    var largerSinks = new @Nullable AnswerSink[sinks.length == 0 ? 0 : larger.length];
    for (long sequence = first; sequence < next; sequence++) {
      larger[(int) sequence & (larger.length - 1)] = slots[slot(sequence)];
      if (largerSinks.length > 0) {
        largerSinks[(int) sequence & (larger.length - 1)] = sinks[slot(sequence)];
      }
    }
    slots = larger;
    sinks = largerSinks;
  }
}
