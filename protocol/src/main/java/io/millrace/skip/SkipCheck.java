// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds an entry against its block: one that denies what the block has would hide it from queries.
 */
public final class SkipCheck {
  private SkipCheck() {}

  /** What an entry says that its block's results contradict; empty if nothing. */
  public static Optional<String> contradiction(SkipEntry entry, List<ResultRecord> results) {
    if (entry.results() != results.size()) {
      return Optional.of(
          "results: the index says " + entry.results() + ", the block has " + results.size());
    }
    int mains = 0;
    int timeless = 0;
    for (int i = 0; i < results.size(); i++) {
      ResultRecord result = results.get(i);
      String denied = denied(entry, result);
      if (denied != null) {
        return Optional.of("result " + i + ": the index denies its " + denied);
      }
      mains += result.isMain() ? 1 : 0;
      timeless += result.eventTimeMs() == DataRecord.NO_EVENT_TIME ? 1 : 0;
    }
    if (entry.mainResults() != mains) {
      return Optional.of(
          "main results: the index says " + entry.mainResults() + ", the block has " + mains);
    }
    return entry.withoutEventTime() == timeless
        ? Optional.empty()
        : Optional.of(
            "results without event time: the index says "
                + entry.withoutEventTime()
                + ", the block has "
                + timeless);
  }

  private static @Nullable String denied(SkipEntry entry, ResultRecord result) {
    ByteString key = result.key();
    if (!entry.mayHaveKey(key)) {
      return "key";
    }
    long timeMs = result.eventTimeMs();
    if (timeMs != DataRecord.NO_EVENT_TIME && !entry.mayHaveTimeBetween(timeMs, timeMs)) {
      return "event time";
    }
    Fields fields = result.fields();
    for (int i = 0; i < fields.size(); i++) {
      FieldSkip field = entry.field(fields.name(i));
      if (field == null || !field.mayEqual(value(fields, i))) {
        return "field " + fields.name(i);
      }
    }
    return null;
  }

  /** A value as the stored block has it: half a surrogate pair is a question mark. */
  static Object value(Fields fields, int i) {
    return switch (fields.type(i)) {
      case TEXT ->
          new String(fields.text(i).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      case LONG -> fields.longValue(i);
      case DOUBLE -> fields.doubleValue(i);
      case BOOLEAN -> fields.booleanValue(i);
      case TIME -> Instant.ofEpochMilli(fields.timeMs(i));
    };
  }
}
