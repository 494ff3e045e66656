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
 * @param index what the block's row of the skip index is to hold; empty for none, and in a block
 *     that was read
 */
public record StoredBlock(
    PartitionId partition,
    long sequence,
    Epoch epoch,
    ByteString header,
    ByteString body,
    ByteString index) {
  public StoredBlock {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence: " + sequence + " (expected: >= 1)");
    }
  }

  /** A block without a row of the skip index. */
  public StoredBlock(
      PartitionId partition, long sequence, Epoch epoch, ByteString header, ByteString body) {
    this(partition, sequence, epoch, header, body, ByteString.EMPTY);
  }

  /** This as a reader has it. */
  public StoredBlock withoutIndex() {
    return index.isEmpty() ? this : new StoredBlock(partition, sequence, epoch, header, body);
  }
}
