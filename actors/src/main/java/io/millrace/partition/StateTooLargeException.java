// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

/** Marks the failure of a partition whose state finds no room on this node. */
final class StateTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StateTooLargeException() {
    super("no room", null, false, false);
  }
}
