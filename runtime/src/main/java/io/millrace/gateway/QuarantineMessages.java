// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.google.protobuf.ByteString;
import io.millrace.message.FieldMessages;
import io.millrace.model.DataRecord;
import io.millrace.model.QuarantineEntry;
import io.millrace.query.QuarantineDesk.Found;
import io.millrace.query.QuarantineDesk.Outcome;
import io.millrace.query.QuarantineDesk.Page;
import io.millrace.query.QuarantineDesk.Place;
import io.millrace.v1.ListQuarantineResponse;
import io.millrace.v1.QuarantineActionResponse;
import io.millrace.v1.QuarantineId;
import io.millrace.v1.QuarantinedRecord;

/** Turns records in quarantine into their messages. */
final class QuarantineMessages {
  private QuarantineMessages() {}

  static QuarantineId id(Place place) {
    return QuarantineId.newBuilder().setPartition(place.partition()).setNumber(place.id()).build();
  }

  static ListQuarantineResponse list(Page page) {
    var response = ListQuarantineResponse.newBuilder().setMore(page.more());
    page.entries().forEach(found -> response.addRecords(brief(found)));
    return response.build();
  }

  static QuarantineActionResponse outcome(Outcome outcome) {
    var response =
        QuarantineActionResponse.newBuilder()
            .setRedriven(outcome.redriven())
            .setFailed(outcome.failed())
            .setDropped(outcome.dropped());
    outcome.unknown().forEach(place -> response.addUnknown(id(place)));
    outcome.next().ifPresent(place -> response.setNext(id(place)));
    return response.build();
  }

  /** All that is known of it. */
  static QuarantinedRecord full(Found found) {
    DataRecord record = found.entry().record();
    QuarantinedRecord.Builder message =
        brief(found)
            .putAllFields(FieldMessages.messages(record.fields()))
            .setStack(found.entry().stack());
    ByteString value = record.value();
    return value.isValidUtf8()
        ? message.setValueTextBytes(value).build()
        : message.setValue(value).build();
  }

  private static QuarantinedRecord.Builder brief(Found found) {
    QuarantineEntry entry = found.entry();
    DataRecord record = entry.record();
    QuarantinedRecord.Builder message =
        QuarantinedRecord.newBuilder()
            .setId(id(found.place()))
            .setParked(entry.parked())
            .setProducer(entry.producer())
            .setSequence(record.sequence())
            .setValueBytes(record.value().size())
            .setReason(entry.reason())
            .setAttempts(entry.attempts())
            .setAtMs(entry.atMs());
    if (record.key().isValidUtf8()) {
      message.setKeyTextBytes(record.key());
    } else {
      message.setKey(record.key());
    }
    if (record.eventTimeMs() != DataRecord.NO_EVENT_TIME) {
      message.setEventTimeMs(record.eventTimeMs());
    }
    return message;
  }
}
