// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.OutboxMark;
import io.millrace.model.OutboxRecord;
import io.millrace.model.QuarantineChange;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.model.TimerChange;

/**
 * A body's bytes before compression, as {@code docs/block-format.md} tells them: results row by row
 * in one section, then state changes in another, then, from version 2 on, quarantine changes, then,
 * from version 4 on, timer changes, outbox records and delivery marks. Version 5 is
 * {@link ColumnsWriter}'s.
 */
final class BodyFormat {
  /** The results section's length comes first, so that a reader can stop after it. */
  static final int SECTION_LENGTH_BYTES = 4;

  static final int RESULT_BYTES_MIN = 5;
  static final int CHANGE_BYTES_MIN = 2;

  private BodyFormat() {}

  static void write(Output out, Block block, boolean typedFields) {
    int start = out.length();
    out.i32(0);
    for (ResultRecord result : block.results()) {
      write(out, result, typedFields);
    }
    out.patchI32(start, out.length() - start - SECTION_LENGTH_BYTES);
    for (StateChange change : block.changes()) {
      write(out, change);
    }
    writeRest(out, block, typedFields);
  }

  /** All that is neither a result nor a state change. */
  static void writeRest(Output out, Block block, boolean typedFields) {
    for (QuarantineChange change : block.quarantine()) {
      QuarantineFormat.write(out, change, typedFields);
    }
    for (TimerChange change : block.timers()) {
      TimerFormat.write(out, change);
    }
    for (OutboxRecord owed : block.outbox()) {
      OutboxFormat.write(out, owed, typedFields);
    }
    for (OutboxMark mark : block.delivered()) {
      OutboxFormat.write(out, mark);
    }
  }

  private static void write(Output out, ResultRecord result, boolean typedFields) {
    out.string(result.tag());
    out.bytes(result.key());
    out.bytes(result.value());
    TimeFormat.write(out, result.eventTimeMs());
    FieldsFormat.write(out, result.fields(), typedFields);
  }

  /** Whether any field is no text, so that all of the body's fields need their types written. */
  static boolean needsTypes(Block block) {
    for (ResultRecord result : block.results()) {
      if (!result.fields().isTextOnly()) {
        return true;
      }
    }
    for (QuarantineChange change : block.quarantine()) {
      if (change.entry().isPresent() && !change.entry().get().record().fields().isTextOnly()) {
        return true;
      }
    }
    for (OutboxRecord owed : block.outbox()) {
      if (!owed.record().fields().isTextOnly()) {
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
