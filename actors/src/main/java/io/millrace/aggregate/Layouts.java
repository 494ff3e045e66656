// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;

/** What all layouts have in common: a version first. */
final class Layouts {
  private Layouts() {}

  /** Reads a version and refuses one that this code does not know. */
  static void expectVersion(CodedInputStream in, String aggregate, int version) throws IOException {
    int found = in.readUInt32();
    if (found != version) {
      throw new IOException(
          aggregate
              + ": layout version "
              + Integer.toUnsignedString(found)
              + " (expected: "
              + version
              + "; newer code wrote it)");
    }
  }

  /** Refuses a number that was never written. */
  static void check(boolean ok, String aggregate, String what, Object value) throws IOException {
    if (!ok) {
      throw new IOException(aggregate + ": " + what + " " + value + " (expected: as written)");
    }
  }
}
