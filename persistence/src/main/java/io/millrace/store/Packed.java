// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import java.util.UUID;

/**
 * Which blocks of a log lie in packs. Part of the head, so it changes by compare-and-set only; the
 * owner's commits leave it alone.
 *
 * @param upTo all blocks up to this number that are not truncated are in packs; 0 if none are
 * @param list which list says where; random, and never names another one
 * @param swept the rows that these blocks lay in before are deleted up to this number, not above
 *     {@code upTo}
 */
public record Packed(long upTo, UUID list, long swept) {
  /** Nothing is packed. */
  public static final Packed NONE = new Packed(0, new UUID(0, 0), 0);

  public Packed {
    if (upTo < 0 || swept < 0 || swept > upTo) {
      throw new IllegalArgumentException(
          "upTo, swept: " + upTo + ", " + swept + " (expected: 0 <= swept <= upTo)");
    }
  }

  /** Whether anything is packed. */
  public boolean exists() {
    return upTo > 0;
  }
}
