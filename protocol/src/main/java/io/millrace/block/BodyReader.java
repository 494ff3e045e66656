// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.DataRecord.NO_EVENT_TIME;

import io.millrace.model.MillraceException;
import io.millrace.model.QuarantineChange;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.ArrayList;
import java.util.List;

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
    changes.checkCount("change count", header.changeCount(), BodyFormat.CHANGE_BYTES_MIN);
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
    var list = new ArrayList<StateChange>(header.changeCount());
    for (int i = 0; i < header.changeCount(); i++) {
      list.add(change());
    }
    return list;
  }

  /** All quarantine changes; call once, after {@link #changes}. */
  List<QuarantineChange> quarantine() {
    changes.checkCount(
        "quarantine count", header.quarantineCount(), QuarantineFormat.CHANGE_BYTES_MIN);
    var list = new ArrayList<QuarantineChange>(header.quarantineCount());
    for (int i = 0; i < header.quarantineCount(); i++) {
      list.add(QuarantineFormat.read(changes, Suspect.of(header), header.typedFields()));
    }
    changes.end("body end");
    return list;
  }

  private ResultRecord result(boolean shared) {
    var tag = results.string("result tag");
    var key = results.bytes("result key", shared);
    var value = results.bytes("result value", shared);
    long eventTimeMs = NO_EVENT_TIME;
    if (flags() == BodyFormat.HAS_EVENT_TIME) {
      eventTimeMs = results.zigzag("result event time");
      if (eventTimeMs == NO_EVENT_TIME) {
        throw refusal("result event time", "a time where the flag says so", "none");
      }
    }
    var fields = FieldsFormat.read(results, Suspect.of(header), header.typedFields());
    return new ResultRecord(tag, key, value, eventTimeMs, fields);
  }

  private void skipResult() {
    results.skip("result tag");
    results.skip("result key");
    results.skip("result value");
    if (flags() == BodyFormat.HAS_EVENT_TIME) {
      results.zigzag("result event time");
    }
    FieldsFormat.skip(results, Suspect.of(header), header.typedFields());
  }

  private int flags() {
    int flags = results.u8("result flags");
    if (flags > BodyFormat.HAS_EVENT_TIME) {
      throw refusal("result flags", "0 or " + BodyFormat.HAS_EVENT_TIME, flags);
    }
    return flags;
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

  private MillraceException refusal(String check, Object expected, Object actual) {
    return Suspect.of(header).refusal(check, expected, actual);
  }
}
