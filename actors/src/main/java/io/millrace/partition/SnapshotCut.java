// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.SnapshotManifest;
import io.millrace.block.SnapshotManifest.Counts;
import io.millrace.block.SnapshotPart;
import io.millrace.model.KeyState;
import io.millrace.model.OutboxEnd;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerMark;
import io.millrace.model.ProducerState;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.TimerChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A partition's state as of one sealed block, to be taken away part by part while the partition
 * goes on. Not thread-safe: confined to the partition's actor.
 */
public final class SnapshotCut {
  private static final int PRODUCER_WEIGHT = 48;
  private static final int END_WEIGHT = 16;

  private final PartitionId partition;
  private final long sequence;
  private final long blockMs;
  private final KeyCut keys;
  private final TimerTable.Cut timers;
  private final ArrayDeque<ProducerState> producers;
  private final ArrayDeque<ProducerMark> expired;
  private final ArrayDeque<QuarantineEntry> quarantine;
  private final ArrayDeque<OutboxRecord> owed;
  private final ArrayDeque<OutboxEnd> ends;
  private final long outboxNext;
  private final long quarantineNext;
  private final long everFailed;
  private final long watermarkMs;
  private Optional<Counts> counts = Optional.empty();

  SnapshotCut(PartitionId partition, long sequence, long blockMs, PartitionState state) {
    this.partition = partition;
    this.sequence = sequence;
    this.blockMs = blockMs;
    this.keys = state.keys.cut();
    this.timers = state.timers.cut();
    this.producers = new ArrayDeque<>(state.producers.sealed());
    this.expired = new ArrayDeque<>(state.producers.expired());
    this.quarantine = new ArrayDeque<>(state.quarantine.all());
    this.quarantineNext = state.quarantine.nextId();
    this.everFailed = state.quarantine.everFailed();
    this.watermarkMs = state.watermarks.watermarkMs();
    this.owed = new ArrayDeque<>(state.outbox.owed());
    this.ends = new ArrayDeque<>(state.outbox.ends());
    this.outboxNext = state.outbox.next();
  }

  /** The block up to which the cut holds the state. */
  public long sequence() {
    return sequence;
  }

  /** That block is committed; the figures up to it. */
  void committed(PartitionReply.Figures figures) {
    counts =
        Optional.of(
            new Counts(
                figures.records(),
                figures.results(),
                figures.rawBytes(),
                figures.storedBytes(),
                everFailed));
  }

  /** Whether that block is committed; only then there may be a manifest. */
  public boolean isCommitted() {
    return counts.isPresent();
  }

  /**
   * Takes the next part away.
   *
   * @param bytesMax about how large, before compression
   * @return empty at the end
   */
  Optional<SnapshotPart> next(UUID id, int chunk, int bytesMax) {
    List<KeyState> someKeys = keys.next(bytesMax);
    List<TimerChange> someTimers = someKeys.isEmpty() ? timers.next(bytesMax) : List.of();
    var someProducers = new ArrayList<ProducerState>();
    var someExpired = new ArrayList<ProducerMark>();
    var someQuarantine = new ArrayList<QuarantineEntry>();
    var someOwed = new ArrayList<OutboxRecord>();
    var someEnds = new ArrayList<OutboxEnd>();
    if (someKeys.isEmpty() && someTimers.isEmpty()) {
      long bytes = 0;
      while (bytes < bytesMax && !producers.isEmpty()) {
        ProducerState state = producers.remove();
        someProducers.add(state);
        bytes += PRODUCER_WEIGHT + state.mark().producer().length();
      }
      while (bytes < bytesMax && !expired.isEmpty()) {
        ProducerMark mark = expired.remove();
        someExpired.add(mark);
        bytes += PRODUCER_WEIGHT + mark.producer().length();
      }
      while (bytes < bytesMax && !quarantine.isEmpty()) {
        QuarantineEntry entry = quarantine.remove();
        someQuarantine.add(entry);
        bytes += entry.weight();
      }
      while (bytes < bytesMax && !owed.isEmpty()) {
        OutboxRecord record = owed.remove();
        someOwed.add(record);
        bytes += record.record().weight();
      }
      while (bytes < bytesMax && !ends.isEmpty()) {
        someEnds.add(ends.remove());
        bytes += END_WEIGHT;
      }
      if (bytes == 0) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new SnapshotPart(
            partition,
            id,
            chunk,
            someKeys,
            someProducers,
            someExpired,
            someQuarantine,
            someTimers,
            someOwed,
            someEnds));
  }

  /**
   * What the snapshot is; the cut must be committed.
   *
   * @param chain the chain hash of the cut's block
   * @param chunks how many chunks were written beside the manifest
   */
  SnapshotManifest manifest(UUID id, ByteString chain, int chunks) {
    return new SnapshotManifest(
        partition,
        id,
        sequence,
        chain,
        blockMs,
        chunks,
        quarantineNext,
        counts.orElseThrow(),
        watermarkMs,
        outboxNext);
  }
}
