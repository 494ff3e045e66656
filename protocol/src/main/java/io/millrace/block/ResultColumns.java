// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.model.ResultRecord;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One block's results by column. A column is decoded when it is first asked for, and the others are
 * left alone; a block of a version without columns is decoded as a whole. Indexes go from 0 to
 * {@link #size} - 1; others are an {@link IndexOutOfBoundsException}. Each method may throw a
 * {@link io.millrace.model.MillraceException} CORRUPT when it first touches a damaged column. Keys
 * and values may share the block's bytes: keeping one may keep them all. Not thread-safe.
 */
public interface ResultColumns {
  /** The columns of results that are at hand one by one. */
  static ResultColumns of(List<ResultRecord> results) {
    return new RowColumns(results);
  }

  /** How many results there are. */
  int size();

  /** A result's tag; empty for a main result. */
  String tag(int index);

  /** A result's key. */
  ByteString key(int index);

  /** A result's value. */
  ByteString value(int index);

  /** A result's event time, or {@link io.millrace.model.DataRecord#NO_EVENT_TIME}. */
  long eventTimeMs(int index);

  /** A field of the results; null if no result has it. */
  @Nullable FieldColumn field(String name);

  /** The names of all fields that any result has. Immutable, ascending by UTF-16 code unit. */
  Set<String> fieldNames();

  /** A whole result; reads every column. */
  ResultRecord result(int index);
}
