// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.SnapshotManifest;
import io.millrace.block.SnapshotManifest.Counts;
import io.millrace.block.SnapshotPart;
import io.millrace.model.KeyState;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerMark;
import io.millrace.model.ProducerState;
import io.millrace.model.QuarantineEntry;
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

  private final PartitionId partition;
  private final long sequence;
  private final long blockMs;
  private final KeyCut keys;
  private final ArrayDeque<ProducerState> producers;
  private final ArrayDeque<ProducerMark> expired;
  private final ArrayDeque<QuarantineEntry> quarantine;
  private final long quarantineNext;
  private final long everFailed;
  private Optional<Counts> counts = Optional.empty();

  SnapshotCut(
      PartitionId partition,
      long sequence,
      long blockMs,
      KeyCut keys,
      ProducerWatermarks producers,
      Quarantine quarantine) {
    this.partition = partition;
    this.sequence = sequence;
    this.blockMs = blockMs;
    this.keys = keys;
    this.producers = new ArrayDeque<>(producers.sealed());
    this.expired = new ArrayDeque<>(producers.expired());
    this.quarantine = new ArrayDeque<>(quarantine.all());
    this.quarantineNext = quarantine.nextId();
    this.everFailed = quarantine.everFailed();
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
    var someProducers = new ArrayList<ProducerState>();
    var someExpired = new ArrayList<ProducerMark>();
    var someQuarantine = new ArrayList<QuarantineEntry>();
    if (someKeys.isEmpty()) {
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
      if (someProducers.isEmpty() && someExpired.isEmpty() && someQuarantine.isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new SnapshotPart(
            partition, id, chunk, someKeys, someProducers, someExpired, someQuarantine));
  }

  /**
   * What the snapshot is; the cut must be committed.
   *
   * @param chain the chain hash of the cut's block
   * @param chunks how many chunks were written beside the manifest
   */
  SnapshotManifest manifest(UUID id, ByteString chain, int chunks) {
    return new SnapshotManifest(
        partition, id, sequence, chain, blockMs, chunks, quarantineNext, counts.orElseThrow());
  }
}
