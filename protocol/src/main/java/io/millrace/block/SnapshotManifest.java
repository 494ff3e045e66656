// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import java.util.UUID;

/**
 * What a snapshot is: written last, as chunk 0, so that a snapshot with a manifest is whole.
 *
 * @param partition whose state
 * @param id names the snapshot
 * @param sequence the block up to which it holds the state, from 1
 * @param chain the chain hash of that block
 * @param committedAtMs that block's time, milliseconds since 1970-01-01T00:00Z, 0 up
 * @param parts how many parts it has, chunks 1 to this
 * @param quarantineNext the next id for a record in quarantine, from 1
 * @param counts figures of the partition up to that block
 * @param watermarkMs the partition's event-time watermark, or {@link Block#NO_WATERMARK}
 * @param outboxNext the next outbox sequence, from 1
 */
public record SnapshotManifest(
    PartitionId partition,
    UUID id,
    long sequence,
    ByteString chain,
    long committedAtMs,
    int parts,
    long quarantineNext,
    Counts counts,
    long watermarkMs,
    long outboxNext) {
  /**
   * Counts over all blocks up to the snapshot's, each 0 up.
   *
   * @param records records that took effect
   * @param results results of every tag
   * @param rawBytes bytes before compression
   * @param storedBytes bytes as stored
   * @param quarantined records that ever went to quarantine
   */
  public record Counts(
      long records, long results, long rawBytes, long storedBytes, long quarantined) {}

  public SnapshotManifest {
    if (sequence < 1 || chain.size() != BlockHeader.CHAIN_BYTES) {
      throw new IllegalArgumentException(
          "sequence, chain: "
              + sequence
              + ", "
              + chain.size()
              + " bytes (expected: >= 1, "
              + BlockHeader.CHAIN_BYTES
              + " bytes)");
    }
    if (committedAtMs < 0 || parts < 0 || quarantineNext < 1 || outboxNext < 1) {
      throw new IllegalArgumentException(
          "committedAtMs, parts, quarantineNext, outboxNext: "
              + committedAtMs
              + ", "
              + parts
              + ", "
              + quarantineNext
              + ", "
              + outboxNext
              + " (expected: >= 0, >= 0, >= 1, >= 1)");
    }
  }

  /** Of a partition that has no watermark and never owed anything to another. */
  public SnapshotManifest(
      PartitionId partition,
      UUID id,
      long sequence,
      ByteString chain,
      long committedAtMs,
      int parts,
      long quarantineNext,
      Counts counts) {
    this(
        partition,
        id,
        sequence,
        chain,
        committedAtMs,
        parts,
        quarantineNext,
        counts,
        Block.NO_WATERMARK,
        1);
  }

  /** The version that it is written in: the lowest that can hold it. */
  int version() {
    return watermarkMs == Block.NO_WATERMARK && outboxNext == 1 ? 1 : 2;
  }

  /** The manifest's bytes. */
  public ByteString encode() {
    return SnapshotFormat.encode(this);
  }

  /**
   * Reads a manifest.
   *
   * @throws MillraceException CORRUPT if any byte is not as it was written
   */
  public static SnapshotManifest decode(ByteString bytes) {
    return SnapshotFormat.decodeManifest(bytes);
  }
}
