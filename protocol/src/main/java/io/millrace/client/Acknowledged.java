// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import com.google.protobuf.ByteString;
import io.millrace.v1.Receipt;

/** The final answer to one record. */
public sealed interface Acknowledged {
  /** The record's sequence: a session numbers its records in the order it takes them. */
  long sequence();

  /** The record's key. */
  ByteString key();

  /** Proves the answer; covers other records too. */
  Receipt receipt();

  /** The record is durable and has taken effect. */
  record Durable(long sequence, ByteString key, Receipt receipt) implements Acknowledged {}

  /**
   * The job refused the record for good.
   *
   * @param reason why, in words for people
   */
  record Refused(long sequence, ByteString key, Receipt receipt, String reason)
      implements Acknowledged {}
}
