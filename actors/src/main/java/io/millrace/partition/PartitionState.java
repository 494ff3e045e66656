// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.block.Block;
import io.millrace.block.SnapshotManifest;
import io.millrace.block.SnapshotPart;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.model.QuarantineChange;
import io.millrace.partition.PartitionReply.Figures;

/**
 * All that a partition remembers: keys, producers, quarantine, figures. What is committed of it is
 * the fold of the log's blocks, or of a snapshot and the blocks behind it. Not thread-safe.
 */
final class PartitionState {
  private static final int EXPIRIES_PER_BLOCK_MAX = 1_000;

  final KeyTable keys;
  final ProducerWatermarks producers;
  final Quarantine quarantine = new Quarantine();
  final SnapshotClock snapshots;
  private final PartitionId partition;
  private final PartitionSettings settings;
  private long committedBlock;
  private long sealedBlock;
  private long lastSealMs;
  private Figures figures = Figures.NONE;
  private int parts;

  PartitionState(PartitionId partition, PartitionSettings settings, StateShare share) {
    this.partition = partition;
    this.settings = settings;
    this.keys = new KeyTable(share);
    this.producers = new ProducerWatermarks(settings.producersMax());
    this.snapshots = new SnapshotClock(settings);
  }

  /**
   * A snapshot is about to be taken back.
   *
   * @throws MillraceException BUSY if it cannot fit this node
   */
  void expect(SnapshotManifest manifest) {
    parts = manifest.parts();
    keys.share().expect((parts - 1L) * Snapshotter.PART_BYTES);
  }

  /**
   * Takes back a part of a snapshot; {@link #restored} follows the last one.
   *
   * @throws MillraceException BUSY if there is no room for it on this node
   */
  void restore(SnapshotPart part) {
    part.keys().forEach(keys::restore);
    part.producers().forEach(producers::restore);
    part.expired().forEach(producers::restoreExpired);
    part.quarantine().forEach(entry -> quarantine.apply(QuarantineChange.put(entry)));
    checkFits((double) part.chunk() / Math.max(part.chunk(), parts));
  }

  /** All of a snapshot has been taken back. */
  void restored(SnapshotManifest manifest) {
    var counts = manifest.counts();
    quarantine.restore(manifest.quarantineNext(), counts.quarantined());
    sealedBlock = manifest.sequence();
    committedBlock = sealedBlock;
    lastSealMs = manifest.committedAtMs();
    figures =
        new Figures(
            counts.records(),
            counts.results(),
            keys.size(),
            counts.rawBytes(),
            counts.storedBytes(),
            quarantine.everFailed(),
            quarantine.size());
    snapshots.taken(lastSealMs);
  }

  /**
   * Takes back a committed block, in order.
   *
   * @throws MillraceException BUSY if there is no room for it on this node
   */
  void replay(Block block, long rawBytes, long storedBytes) {
    block.changes().forEach(keys::apply);
    keys.replay(block.sequence(), block.results());
    producers.replay(block.marks(), block.expired(), block.committedAtMs());
    block.quarantine().forEach(quarantine::apply);
    sealedBlock = block.sequence();
    lastSealMs = block.committedAtMs();
    snapshots.sealed(rawBytes);
    passed(block, rawBytes, storedBytes);
    checkFits(1);
  }

  private void checkFits(double partTaken) {
    keys.makeRoom();
    keys.share().checkFits(partTaken);
  }

  /**
   * Makes the next block of what is open.
   *
   * @param nowMs the block's time, unless the block before it is later
   */
  Block seal(OpenBlock<?> open, Epoch epoch, long nowMs) {
    lastSealMs = Math.max(lastSealMs, nowMs);
    sealedBlock++;
    var block =
        new Block(
            partition,
            sealedBlock,
            epoch,
            lastSealMs,
            open.records(),
            open.results(),
            open.changes(),
            producers.takeChanges(lastSealMs),
            producers.takeExpired(
                lastSealMs, settings.producerRetention().toMillis(), EXPIRIES_PER_BLOCK_MAX),
            open.quarantine());
    open.seal(keys, sealedBlock);
    snapshots.sealed(open.bytes());
    return block;
  }

  /** Whether a snapshot is due behind the block just sealed. */
  boolean isSnapshotDue() {
    return snapshots.isDue(lastSealMs);
  }

  /** Freezes all of it as of the block just sealed. */
  SnapshotCut cut() {
    snapshots.taken(lastSealMs);
    return new SnapshotCut(partition, sealedBlock, lastSealMs, keys.cut(), producers, quarantine);
  }

  /** The head has passed the block. */
  void passed(Block block, long rawBytes, long storedBytes) {
    committedBlock = block.sequence();
    keys.passed();
    figures =
        new Figures(
            figures.records() + block.recordCount(),
            figures.results() + block.results().size(),
            keys.size(),
            figures.rawBytes() + rawBytes,
            figures.storedBytes() + storedBytes,
            quarantine.everFailed(),
            quarantine.size());
  }

  /** Whether nothing more can be taken in until something has been done about it. */
  boolean isFull() {
    return quarantine.bytes() >= settings.quarantineBytesMax() || keys.isFull();
  }

  /** Why, and what is to be done. */
  String reasonFull() {
    return quarantine.bytes() >= settings.quarantineBytesMax()
        ? "quarantine is full: redrive or drop records of partition " + partition
        : keys.share().reason();
  }

  long committedBlock() {
    return committedBlock;
  }

  Figures figures() {
    return figures;
  }
}
