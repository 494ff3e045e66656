// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;

/**
 * A block as the store keeps it. Partition, sequence and epoch name one content, for ever.
 *
 * @param partition whose log it belongs to
 * @param sequence its number in the log, from 1
 * @param epoch the term of the owner that wrote it
 * @param header readable without the body
 * @param body compressed content
 */
public record StoredBlock(
    PartitionId partition, long sequence, Epoch epoch, ByteString header, ByteString body) {
  public StoredBlock {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence: " + sequence + " (expected: >= 1)");
    }
  }
}
