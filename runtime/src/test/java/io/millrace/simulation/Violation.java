// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

/** A promise is broken. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  Violation(String text) {
    super(text);
  }
}
