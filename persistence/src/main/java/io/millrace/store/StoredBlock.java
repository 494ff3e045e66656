// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import com.google.protobuf.ByteString;
import io.millrace.block.BlockHeader;
import io.millrace.block.BodyForm;
import io.millrace.block.PackedBlock;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;

/**
 * A block as the store keeps it. Partition, sequence and epoch name one content, for ever.
 *
 * @param partition whose log it belongs to
 * @param sequence its number in the log, from 1
 * @param epoch the term of the owner that wrote it
 * @param header readable without the body
 * @param body content, as {@code form} says
 * @param form how the body is at hand; written ones are {@link BodyForm#STORED}
 * @param index what the block's row of the skip index is to hold; empty for none, and in a block
 *     that was read
 */
public record StoredBlock(
    PartitionId partition,
    long sequence,
    Epoch epoch,
    ByteString header,
    ByteString body,
    BodyForm form,
    ByteString index) {
  public StoredBlock {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence: " + sequence + " (expected: >= 1)");
    }
  }

  /** A block as it is written. */
  public StoredBlock(
      PartitionId partition,
      long sequence,
      Epoch epoch,
      ByteString header,
      ByteString body,
      ByteString index) {
    this(partition, sequence, epoch, header, body, BodyForm.STORED, index);
  }

  /** A block without a row of the skip index. */
  public StoredBlock(
      PartitionId partition, long sequence, Epoch epoch, ByteString header, ByteString body) {
    this(partition, sequence, epoch, header, body, ByteString.EMPTY);
  }

  /** A block that was taken out of a pack. */
  public static StoredBlock of(PackedBlock packed) {
    BlockHeader header = packed.header();
    return new StoredBlock(
        header.partition(),
        header.sequence(),
        header.epoch(),
        packed.headerBytes(),
        packed.body(),
        BodyForm.PLAIN,
        ByteString.EMPTY);
  }

  /** This as a reader has it. */
  public StoredBlock withoutIndex() {
    return index.isEmpty()
        ? this
        : new StoredBlock(partition, sequence, epoch, header, body, form, ByteString.EMPTY);
  }
}
