// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.DataRecord.NO_EVENT_TIME;

import io.millrace.model.QuarantineChange;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.List;

/**
 * A body's bytes before compression, as {@code docs/block-format.md} tells them: results row by row
 * in one section, then state changes in another, then, from version 2 on, quarantine changes. A
 * column layout will be another version beside it.
 */
final class BodyFormat {
  /** The results section's length comes first, so that a reader can stop after it. */
  static final int SECTION_LENGTH_BYTES = 4;

  /** In a result's flags: an event time follows. */
  static final int HAS_EVENT_TIME = 1;

  static final int RESULT_BYTES_MIN = 5;
  static final int CHANGE_BYTES_MIN = 2;

  private BodyFormat() {}

  static void write(
      Output out,
      List<ResultRecord> results,
      List<StateChange> changes,
      List<QuarantineChange> quarantine,
      boolean typedFields) {
    int start = out.length();
    out.i32(0);
    for (ResultRecord result : results) {
      write(out, result, typedFields);
    }
    out.patchI32(start, out.length() - start - SECTION_LENGTH_BYTES);
    for (StateChange change : changes) {
      write(out, change);
    }
    for (QuarantineChange change : quarantine) {
      QuarantineFormat.write(out, change, typedFields);
    }
  }

  private static void write(Output out, ResultRecord result, boolean typedFields) {
    out.string(result.tag());
    out.bytes(result.key());
    out.bytes(result.value());
    if (result.eventTimeMs() == NO_EVENT_TIME) {
      out.u8(0);
    } else {
      out.u8(HAS_EVENT_TIME);
      out.zigzag(result.eventTimeMs());
    }
    FieldsFormat.write(out, result.fields(), typedFields);
  }

  /** Whether any field is no text, so that all of the body's fields need their types written. */
  static boolean needsTypes(List<ResultRecord> results, List<QuarantineChange> quarantine) {
    for (ResultRecord result : results) {
      if (!result.fields().isTextOnly()) {
        return true;
      }
    }
    for (QuarantineChange change : quarantine) {
      if (change.entry().isPresent() && !change.entry().get().record().fields().isTextOnly()) {
        return true;
      }
    }
    return false;
  }

  /** A state's length is written one up: 0 stands for a key that has no state any more. */
  private static void write(Output out, StateChange change) {
    out.bytes(change.key());
    if (change.present()) {
      out.varint(change.state().size() + 1L);
      out.rawBytes(change.state());
    } else {
      out.varint(0);
    }
  }
}
