// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.model.DataRecord.NO_EVENT_TIME;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;

/**
 * Timers dressed as records, so that one that fails goes the way of a record: its producer has a
 * name that no client may have, its value is the timer's name, its event time the timer's time.
 */
final class TimerRecords {
  private static final String EVENT = "@timer/event";
  private static final String PROCESSING = "@timer/processing";

  private TimerRecords() {}

  /** Under which producer's name timers of a kind go. */
  static String producer(TimeKind kind) {
    return kind == TimeKind.EVENT ? EVENT : PROCESSING;
  }

  /** Whether a producer's name stands for timers. */
  static boolean isTimer(String producer) {
    return producer.startsWith("@") && (producer.equals(EVENT) || producer.equals(PROCESSING));
  }

  /** The timer as a record. */
  static DataRecord of(TimerTable.Id id, long timeMs) {
    return new DataRecord(1, id.key(), ByteString.copyFromUtf8(id.name()), timeMs, Fields.EMPTY);
  }

  /** The timer that a record stands for. */
  static Timer timer(String producer, DataRecord record) {
    TimeKind kind = producer.equals(EVENT) ? TimeKind.EVENT : TimeKind.PROCESSING;
    return new Timer(kind, record.value().toStringUtf8(), record.eventTimeMs());
  }

  /** The event time of what comes out of a record: that of a timer by the owner's clock is none. */
  static long eventTimeMs(String producer, DataRecord record) {
    return producer.equals(PROCESSING) ? NO_EVENT_TIME : record.eventTimeMs();
  }
}
