// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.data;

/** What answers the questions of the suite query, once it holds the records. */
public interface QuerySide {
  /**
   * The value of a key.
   *
   * @return empty if there is none
   */
  byte[] lookUp(String key) throws Exception;

  /** Reads key, value and amount of each record of a session; returns how many there are. */
  long filter(String session) throws Exception;

  /** Counts the records and adds up their amounts, for each country. */
  Totals aggregate() throws Exception;

  /**
   * Of all countries.
   *
   * @param countries how many there are
   * @param records in all of them
   * @param amounts of all of them
   */
  record Totals(long countries, long records, double amounts) {}
}
