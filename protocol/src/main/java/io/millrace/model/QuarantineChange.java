// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import java.util.Optional;

/**
 * What a block changes in its partition's quarantine.
 *
 * @param id which entry
 * @param entry how it is now; empty if it is gone
 */
public record QuarantineChange(long id, Optional<QuarantineEntry> entry) {
  public QuarantineChange {
    if (id < 1 || entry.filter(e -> e.id() != id).isPresent()) {
      throw new IllegalArgumentException("id: " + id + " (expected: >= 1, the entry's own)");
    }
  }

  /** The entry is there now, new or changed. */
  public static QuarantineChange put(QuarantineEntry entry) {
    return new QuarantineChange(entry.id(), Optional.of(entry));
  }

  /** The entry is gone. */
  public static QuarantineChange remove(long id) {
    return new QuarantineChange(id, Optional.empty());
  }
}
