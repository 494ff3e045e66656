// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest.driver;

import io.millrace.bench.peer.ingest.RecordSink;
import java.util.Map;

/** A table for records, and the way they are written into it. */
interface RowTable {
  /** What it chose, with the reasons. Ordered. */
  Map<String, String> settings();

  /**
   * Takes a round's records.
   *
   * @param firstSequence sequence of the round's record 0; the others follow
   * @param outcome hears of each, by its place in the round
   */
  RecordSink sink(long firstSequence, RecordSink.Outcome outcome);
}
