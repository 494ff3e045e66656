// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.model.KeyState;
import io.millrace.model.MillraceException;
import io.millrace.model.OutboxEnd;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerMark;
import io.millrace.model.ProducerState;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.TimerChange;
import java.util.List;
import java.util.UUID;

/**
 * One piece of a snapshot: some of what a partition remembers. Compressed and checksummed as blocks
 * are, and read with the same distrust.
 *
 * @param partition whose state
 * @param id the snapshot it belongs to
 * @param chunk its place in it, from 1
 * @param keys some of the keys
 * @param producers some of the watermarks
 * @param expired some of the producers that expired, without event time
 * @param quarantine some of the quarantine
 * @param timers some of the timers, all present
 * @param outbox some of the records owed to others and not known to be delivered
 * @param ends some of the targets, with the last record that each was ever owed
 */
public record SnapshotPart(
    PartitionId partition,
    UUID id,
    int chunk,
    List<KeyState> keys,
    List<ProducerState> producers,
    List<ProducerMark> expired,
    List<QuarantineEntry> quarantine,
    List<TimerChange> timers,
    List<OutboxRecord> outbox,
    List<OutboxEnd> ends) {
  public SnapshotPart {
    if (chunk < 1) {
      throw new IllegalArgumentException("chunk: " + chunk + " (expected: >= 1)");
    }
    for (TimerChange timer : timers) {
      if (!timer.present()) {
        throw new IllegalArgumentException(
            "timers: '" + timer.name() + "' is not there (expected: timers that are)");
      }
    }
    Block.checkExpired(expired);
    keys = List.copyOf(keys);
    producers = List.copyOf(producers);
    expired = List.copyOf(expired);
    quarantine = List.copyOf(quarantine);
    timers = List.copyOf(timers);
    outbox = List.copyOf(outbox);
    ends = List.copyOf(ends);
  }

  /** A part without timers and outbox. */
  public SnapshotPart(
      PartitionId partition,
      UUID id,
      int chunk,
      List<KeyState> keys,
      List<ProducerState> producers,
      List<ProducerMark> expired,
      List<QuarantineEntry> quarantine) {
    this(
        partition,
        id,
        chunk,
        keys,
        producers,
        expired,
        quarantine,
        List.of(),
        List.of(),
        List.of());
  }

  /** The version that it is written in: the lowest that can hold it. */
  int version() {
    if (!timers.isEmpty()
        || !outbox.isEmpty()
        || !ends.isEmpty()
        || producers.stream().anyMatch(p -> p.mark().hasEventTime())) {
      return 3;
    }
    return quarantine.stream().allMatch(e -> e.record().fields().isTextOnly()) ? 1 : 2;
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
