// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

/** Numbers that questions and their answers begin with. */
final class InquiryForms {
  static final int VERSION = 1;

  static final int SIMILAR = 1;
  static final int COMPARED = 2;
  static final int PLACE = 3;

  /** Of answers only. */
  static final int UNKNOWN = 4;

  private InquiryForms() {}

  static void check(String what, int version) {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          what + ": version " + version + " (expected: " + VERSION + ")");
    }
  }

  static IllegalArgumentException unknown(String what, long form) {
    return new IllegalArgumentException(
        what + ": form " + form + " (expected: 1 to " + UNKNOWN + ")");
  }
}
