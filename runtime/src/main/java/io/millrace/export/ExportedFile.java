// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.v1.Position;

/**
 * A whole file of an export.
 *
 * @param name without folder
 * @param first place of its first result, as {@code partition:block:index}; empty if it has none
 * @param last place of its last result, the same way
 * @param records number of results
 * @param bytes its size
 * @param sha256 of its bytes, in hexadecimal digits
 */
public record ExportedFile(
    String name, String first, String last, long records, long bytes, String sha256) {

  /** A place as manifests have it. */
  static String place(Position position) {
    return position.getPartition() + ":" + position.getBlock() + ":" + position.getIndex();
  }

  /** Where its last result lies; there must be one. */
  Position lastPosition() {
    String[] parts = last.split(":");
    return Position.newBuilder()
        .setPartition(Integer.parseInt(parts[0]))
        .setBlock(Long.parseLong(parts[1]))
        .setIndex(Integer.parseInt(parts[2]))
        .build();
  }
}
