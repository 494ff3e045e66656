// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.AnswerRow;
import io.millrace.v1.Position;
import java.util.Comparator;

/**
 * Where a result lies in the job's log. All results of a document lie in one partition, the older
 * ones before.
 */
record LogPlace(int partition, long block, int index) implements Comparable<LogPlace> {
  private static final Comparator<LogPlace> ORDER =
      Comparator.comparingInt(LogPlace::partition)
          .thenComparingLong(LogPlace::block)
          .thenComparingInt(LogPlace::index);

  /** Columns of a query that {@link #of(AnswerRow)} needs. */
  static final String COLUMNS = "partition, block, idx";

  static LogPlace of(AnswerRow row) {
    return new LogPlace(
        row.whole("partition").orElseThrow().intValue(),
        row.whole("block").orElseThrow(),
        row.whole("idx").orElseThrow().intValue());
  }

  static LogPlace of(Position at) {
    return new LogPlace(at.getPartition(), at.getBlock(), at.getIndex());
  }

  @Override
  public int compareTo(LogPlace other) {
    return ORDER.compare(this, other);
  }
}
