// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.select.Query;
import io.millrace.store.JobEntry;
import io.millrace.store.StageMap;
import java.time.Duration;
import java.util.Map;

/**
 * A query, and how it is to be answered.
 *
 * @param mode whether to answer or to explain
 * @param atLeast for some partitions the block that the answer must reflect, by number; it is
 *     waited for
 * @param pageRows most rows before the answer stops with a token for the next page; 0: none
 * @param pageToken of the page before; empty for the first
 * @param timeout how long the caller waits; no more than the settings allow is taken
 */
public record Selection(
    JobEntry job,
    StageMap stage,
    Query query,
    Mode mode,
    Map<Integer, Long> atLeast,
    long pageRows,
    String pageToken,
    Duration timeout) {
  /** Whether to answer or to explain. */
  public enum Mode {
    /** Answer. */
    RUN,
    /** Say what would be read. */
    EXPLAIN,
    /** Answer, and say what was read in place of the rows. */
    ANALYZE
  }

  public Selection {
    atLeast = Map.copyOf(atLeast);
  }
}
