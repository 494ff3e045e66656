// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

/** How a block's body is at hand. */
public enum BodyForm {
  /** As its header says: compressed, of that length, with those checksums. */
  STORED,

  /**
   * Row by row and not compressed, as version 4 lays it out before compression, whatever the
   * header's version: taken out of a {@link Pack}, whose checksums stand for these bytes.
   */
  PLAIN
}
