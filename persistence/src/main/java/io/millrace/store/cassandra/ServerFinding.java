// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

/**
 * Something about Cassandra, or about how it is used, that bears on Millrace's promise.
 *
 * @param weight how much it matters
 * @param where the node or nodes; or the keyspace, or {@code millrace.cassandra} for a setting of
 *     ours
 * @param setting its name where it is set
 * @param value what it is set to
 * @param consequence what may happen
 * @param remedy what to set instead
 */
public record ServerFinding(
    Weight weight, String where, String setting, String value, String consequence, String remedy) {
  /** How much a finding matters. */
  public enum Weight {
    /** The promise does not hold under some failure. */
    WEAKNESS,
    /** Good to know; also a weakness that is known and meant to be. */
    REMARK
  }

  ServerFinding as(Weight newWeight) {
    return new ServerFinding(newWeight, where, setting, value, consequence, remedy);
  }

  ServerFinding at(String newWhere) {
    return new ServerFinding(weight, newWhere, setting, value, consequence, remedy);
  }
}
