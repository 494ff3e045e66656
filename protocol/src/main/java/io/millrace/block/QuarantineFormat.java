// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.DataRecord;
import io.millrace.model.QuarantineChange;
import io.millrace.model.QuarantineEntry;

/** A quarantine change's bytes, as {@code docs/block-format.md} tells them. */
final class QuarantineFormat {
  static final int CHANGE_BYTES_MIN = 2;

  private static final int REMOVED = 0;
  private static final int FAILED = 1;
  private static final int PARKED = 2;

  private QuarantineFormat() {}

  static void write(Output out, QuarantineChange change, boolean typedFields) {
    out.varint(change.id());
    if (change.entry().isEmpty()) {
      out.u8(REMOVED);
      return;
    }
    QuarantineEntry entry = change.entry().get();
    DataRecord record = entry.record();
    out.u8(entry.parked() ? PARKED : FAILED);
    out.string(entry.producer());
    write(out, record, typedFields);
    out.string(entry.reason());
    out.string(entry.stack());
    out.varint(entry.attempts());
    out.varint(entry.atMs());
  }

  /** A whole record. */
  static void write(Output out, DataRecord record, boolean typedFields) {
    out.varint(record.sequence());
    out.bytes(record.key());
    out.bytes(record.value());
    TimeFormat.write(out, record.eventTimeMs());
    FieldsFormat.write(out, record.fields(), typedFields);
  }

  /**
   * Reads a whole record.
   *
   * @param what whose, as words for a refusal
   * @throws IllegalArgumentException if a value is not in its range
   */
  static DataRecord readRecord(Input in, String what, Suspect suspect, boolean typedFields) {
    long sequence = in.varint(what + " sequence");
    var key = in.bytes(what + " key", false);
    var value = in.bytes(what + " value", false);
    long eventTimeMs = TimeFormat.read(in, what + " event time");
    var fields = FieldsFormat.read(in, suspect, typedFields);
    return new DataRecord(sequence, key, value, eventTimeMs, fields);
  }

  static QuarantineChange read(Input in, Suspect suspect, boolean typedFields) {
    long id = in.varint("quarantine id");
    int kind = in.u8("quarantine kind");
    if (kind > PARKED) {
      throw suspect.refusal("quarantine kind", "0 to " + PARKED, kind);
    }
    try {
      return kind == REMOVED
          ? QuarantineChange.remove(id)
          : QuarantineChange.put(entry(in, suspect, id, kind == PARKED, typedFields));
    } catch (IllegalArgumentException e) {
      throw suspect.refusal("quarantine field", "a value in its range", e);
    }
  }

  private static QuarantineEntry entry(
      Input in, Suspect suspect, long id, boolean parked, boolean typedFields) {
    var producer = in.string("quarantine producer");
    var record = readRecord(in, "quarantine", suspect, typedFields);
    return new QuarantineEntry(
        id,
        parked,
        producer,
        record,
        in.string("quarantine reason"),
        in.string("quarantine stack"),
        HeaderFormat.number(in, "quarantine attempts"),
        in.varint("quarantine time"));
  }
}
