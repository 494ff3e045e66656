// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

/**
 * The code at hand cannot read a key's stored state. No fault of the record, so it is not
 * quarantined: its partition stops before it, loses nothing, and serves again under code that can
 * read. A processor that decodes state by hand throws this, too.
 */
public final class UnreadableStateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message names the key and what was met
   */
  public UnreadableStateException(String message) {
    super(message);
  }

  /**
   * @param message names the key and what was met
   */
  public UnreadableStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
