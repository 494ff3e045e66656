// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.DataRecord.NO_EVENT_TIME;

import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
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
    out.varint(record.sequence());
    out.bytes(record.key());
    out.bytes(record.value());
    if (record.eventTimeMs() == NO_EVENT_TIME) {
      out.u8(0);
    } else {
      out.u8(BodyFormat.HAS_EVENT_TIME);
      out.zigzag(record.eventTimeMs());
    }
    FieldsFormat.write(out, record.fields(), typedFields);
    out.string(entry.reason());
    out.string(entry.stack());
    out.varint(entry.attempts());
    out.varint(entry.atMs());
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
    long sequence = in.varint("quarantine sequence");
    var key = in.bytes("quarantine key", false);
    var value = in.bytes("quarantine value", false);
    long eventTimeMs = eventTime(in, suspect);
    var fields = FieldsFormat.read(in, suspect, typedFields);
    var record = new DataRecord(sequence, key, value, eventTimeMs, fields);
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

  private static long eventTime(Input in, Suspect suspect) throws MillraceException {
    int flags = in.u8("quarantine flags");
    if (flags > BodyFormat.HAS_EVENT_TIME) {
      throw suspect.refusal("quarantine flags", "0 or " + BodyFormat.HAS_EVENT_TIME, flags);
    }
    return flags == 0 ? NO_EVENT_TIME : in.zigzag("quarantine event time");
  }
}
