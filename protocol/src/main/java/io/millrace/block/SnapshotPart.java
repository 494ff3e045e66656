// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.model.KeyState;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerMark;
import io.millrace.model.ProducerState;
import io.millrace.model.QuarantineEntry;
import java.util.List;
import java.util.UUID;

/**
 * One piece of a snapshot: some of a partition's keys, producers and quarantine. Compressed and
 * checksummed as blocks are, and read with the same distrust.
 *
 * @param partition whose state
 * @param id the snapshot it belongs to
 * @param chunk its place in it, from 1
 * @param keys some of the keys
 * @param producers some of the watermarks
 * @param expired some of the producers that expired
 * @param quarantine some of the quarantine
 */
public record SnapshotPart(
    PartitionId partition,
    UUID id,
    int chunk,
    List<KeyState> keys,
    List<ProducerState> producers,
    List<ProducerMark> expired,
    List<QuarantineEntry> quarantine) {
  public SnapshotPart {
    if (chunk < 1) {
      throw new IllegalArgumentException("chunk: " + chunk + " (expected: >= 1)");
    }
    keys = List.copyOf(keys);
    producers = List.copyOf(producers);
    expired = List.copyOf(expired);
    quarantine = List.copyOf(quarantine);
  }

  /** The part's bytes; the same part and codec give the same bytes. */
  public ByteString encode(Codec codec, BlockLimits limits) {
    return SnapshotFormat.encode(this, codec, limits);
  }

  /**
   * How many bytes the part takes of which these are the first ones.
   *
   * @throws MillraceException CORRUPT if they are not as they were written
   */
  public static long encodedLength(ByteString first) {
    return SnapshotFormat.partLength(first);
  }

  /**
   * Reads a part.
   *
   * @throws MillraceException CORRUPT if any byte is not as it was written
   */
  public static SnapshotPart decode(ByteString bytes, BlockLimits limits) {
    return SnapshotFormat.decodePart(bytes, limits);
  }
}
