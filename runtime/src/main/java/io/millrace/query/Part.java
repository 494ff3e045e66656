// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A piece of an answer: first a header, then rows, then an end. */
public sealed interface Part {
  /**
   * What follows.
   *
   * @param titles of the columns
   * @param snapshot for each partition looked at, up to which block the answer reflects it
   */
  record Header(List<String> titles, SortedMap<Integer, Long> snapshot) implements Part {}

  /**
   * Some rows.
   *
   * @param rows values each null, String, Long, Double, Boolean, Instant, ByteString, Fields or
   *     {@link io.millrace.select.TopCounts}
   */
  record Rows(List<@Nullable Object[]> rows) implements Part {}

  /**
   * The end.
   *
   * @param next where the next page goes on; empty after the last
   */
  record End(Report report, Optional<String> next) implements Part {}
}
