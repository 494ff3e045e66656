// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.millrace.v1.Receipt;

/**
 * The job refused a record for good: the refusal is durable, and sending the record again changes
 * nothing.
 */
public final class RecordRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long sequence;
  private final String reason;
  private final Receipt receipt;

  RecordRefusedException(long sequence, String reason, Receipt receipt) {
    super("record refused: sequence=" + sequence + ", reason=" + reason);
    this.sequence = sequence;
    this.reason = reason;
    this.receipt = receipt;
  }

  /** The record's sequence, 1 up. */
  public long sequence() {
    return sequence;
  }

  /** Why, in words for people. */
  public String reason() {
    return reason;
  }

  /** Proves that the refusal is durable. */
  public Receipt receipt() {
    return receipt;
  }
}
