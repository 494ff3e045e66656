// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.OutboxEnd;
import io.millrace.model.OutboxMark;
import io.millrace.model.OutboxRecord;

/** Outbox records' and marks' bytes, as {@code docs/block-format.md} tells them. */
final class OutboxFormat {
  static final int RECORD_BYTES_MIN = 8;
  static final int MARK_BYTES_MIN = 2;

  private OutboxFormat() {}

  static void write(Output out, OutboxRecord owed, boolean typedFields) {
    out.varint(owed.target());
    out.varint(owed.previous());
    QuarantineFormat.write(out, owed.record(), typedFields);
  }

  static OutboxRecord read(Input in, Suspect suspect, boolean typedFields) {
    int target = target(in);
    long previous = in.varint("outbox previous");
    try {
      return new OutboxRecord(
          target, previous, QuarantineFormat.readRecord(in, "outbox", suspect, typedFields));
    } catch (IllegalArgumentException e) {
      throw suspect.refusal("outbox field", "a value in its range", e);
    }
  }

  static void write(Output out, OutboxMark mark) {
    out.varint(mark.target());
    out.varint(mark.delivered());
  }

  static OutboxMark readMark(Input in, Suspect suspect) {
    int target = target(in);
    long delivered = in.varint("delivered sequence");
    try {
      return new OutboxMark(target, delivered);
    } catch (IllegalArgumentException e) {
      throw suspect.refusal("delivered field", "a value in its range", e);
    }
  }

  static void write(Output out, OutboxEnd end) {
    out.varint(end.target());
    out.varint(end.last());
  }

  /**
   * Reads where a target's records end.
   *
   * @throws IllegalArgumentException if a value is not in its range
   */
  static OutboxEnd readEnd(Input in) {
    return new OutboxEnd(target(in), in.varint("outbox end"));
  }

  private static int target(Input in) {
    long target = in.varint("outbox target");
    if (target < 0 || target > Integer.MAX_VALUE) {
      throw in.refusal("outbox target", "0 to " + Integer.MAX_VALUE, Long.toUnsignedString(target));
    }
    return (int) target;
  }
}
