// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/**
 * A record that lies in quarantine: its processor kept failing on it, or it waits behind such a
 * record of its key.
 *
 * @param id names it in its partition, from 1; never used again
 * @param parked whether it only waits behind another one
 * @param producer who sent it
 * @param record the record itself, with its sequence
 * @param reason in words for people
 * @param stack where the processor failed, empty if parked
 * @param attempts how often the processor was tried on it, 0 up
 * @param atMs when it was put here, by the clock of its block; milliseconds since 1970-01-01T00:00Z
 */
public record QuarantineEntry(
    long id,
    boolean parked,
    String producer,
    DataRecord record,
    String reason,
    String stack,
    int attempts,
    long atMs) {
  public QuarantineEntry {
    if (id < 1) {
      throw new IllegalArgumentException("id: " + id + " (expected: >= 1)");
    }
    if (attempts < 0 || atMs < 0) {
      throw new IllegalArgumentException(
          "attempts, atMs: " + attempts + ", " + atMs + " (expected: >= 0)");
    }
  }

  /** About what it takes in memory. Unit: bytes. */
  public long weight() {
    return 200L + record.weight() + producer.length() + reason.length() + stack.length();
  }
}
