// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.OutboxMark;
import io.millrace.model.OutboxRecord;
import io.millrace.model.QuarantineChange;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.model.TimerChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what {@link BodyFormat} writes, out of inflated and checksummed bytes. Not thread-safe. */
final class BodyReader {
  private final BlockHeader header;
  private final Input results;
  private final Input changes;

  BodyReader(BlockHeader header, byte[] raw) {
    this.header = header;
    var in = new Input(raw, 0, raw.length, Suspect.of(header));
    int resultsLength = in.i32("results length");
    in.checkCount("results length", resultsLength, 1);
    results = in.section(resultsLength);
    changes = in;
    results.checkCount("result count", header.resultCount(), BodyFormat.RESULT_BYTES_MIN);
    changes.checkCount("change count", header.counts().changes(), BodyFormat.CHANGE_BYTES_MIN);
  }

  /** Reads only what is neither a result nor a state change. */
  BodyReader(BlockHeader header, Input rest) {
    this.header = header;
    this.results = rest;
    this.changes = rest;
  }

  /** All results; call once. */
  List<ResultRecord> results(boolean shared) {
    var list = new ArrayList<ResultRecord>(header.resultCount());
    for (int i = 0; i < header.resultCount(); i++) {
      list.add(result(shared));
    }
    results.end("results end");
    return list;
  }

  /** The result at a place; call once, and nothing else of the results. */
  ResultRecord resultAt(int index) {
    for (int i = 0; i < index; i++) {
      skipResult();
    }
    return result(false);
  }

  /** All state changes; call once, before {@link #quarantine}. */
  List<StateChange> changes() {
    int count = header.counts().changes();
    var list = new ArrayList<StateChange>(count);
    for (int i = 0; i < count; i++) {
      list.add(change());
    }
    return list;
  }

  /** All quarantine changes; call once, after {@link #changes}. */
  List<QuarantineChange> quarantine() {
    return many(
        "quarantine count",
        header.counts().quarantine(),
        QuarantineFormat.CHANGE_BYTES_MIN,
        () -> QuarantineFormat.read(changes, Suspect.of(header), header.typedFields()));
  }

  /** All timer changes; call once, after {@link #quarantine}. */
  List<TimerChange> timers() {
    return many(
        "timer count",
        header.counts().timers(),
        TimerFormat.CHANGE_BYTES_MIN,
        () -> TimerFormat.read(changes, Suspect.of(header)));
  }

  /** All records for other stages; call once, after {@link #timers}. */
  List<OutboxRecord> outbox() {
    return many(
        "outbox count",
        header.counts().outbox(),
        OutboxFormat.RECORD_BYTES_MIN,
        () -> OutboxFormat.read(changes, Suspect.of(header), header.typedFields()));
  }

  /** All marks of what other stages got; call once, after {@link #outbox}, at the end. */
  List<OutboxMark> delivered() {
    List<OutboxMark> marks =
        many(
            "delivered count",
            header.counts().delivered(),
            OutboxFormat.MARK_BYTES_MIN,
            () -> OutboxFormat.readMark(changes, Suspect.of(header)));
    changes.end("body end");
    return marks;
  }

  private <T> List<T> many(String what, int count, int bytesEach, Supplier<T> read) {
    changes.checkCount(what, count, bytesEach);
    var list = new ArrayList<T>(count);
    for (int i = 0; i < count; i++) {
      list.add(read.get());
    }
    return list;
  }

  private ResultRecord result(boolean shared) {
    var tag = results.string("result tag");
    var key = results.bytes("result key", shared);
    var value = results.bytes("result value", shared);
    long eventTimeMs = TimeFormat.read(results, "result event time");
    var fields = FieldsFormat.read(results, Suspect.of(header), header.typedFields());
    return new ResultRecord(tag, key, value, eventTimeMs, fields);
  }

  private void skipResult() {
    results.skip("result tag");
    results.skip("result key");
    results.skip("result value");
    TimeFormat.read(results, "result event time");
    FieldsFormat.skip(results, Suspect.of(header), header.typedFields());
  }

  private StateChange change() {
    var key = changes.bytes("change key", false);
    long lengthPlusOne = changes.varint("state length");
    if (lengthPlusOne == 0) {
      return StateChange.delete(key);
    }
    changes.checkCount("state length", lengthPlusOne - 1, 1);
    return StateChange.set(key, changes.rawBytes((int) lengthPlusOne - 1, false));
  }
}
