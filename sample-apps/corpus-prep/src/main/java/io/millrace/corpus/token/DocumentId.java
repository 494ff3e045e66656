// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.util.HexFormat;

/**
 * A document's id: the first 16 bytes of the SHA-256 of its normalised text.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight
 */
public record DocumentId(long high, long low) {
  /** As 32 hexadecimal digits. */
  public String hex() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
