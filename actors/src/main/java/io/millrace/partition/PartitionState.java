// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.block.Block;
import io.millrace.block.SnapshotManifest;
import io.millrace.block.SnapshotPart;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.QuarantineChange;
import io.millrace.partition.PartitionReply.Figures;

/**
 * All that a partition remembers: keys, producers, quarantine, outbox, figures. What is committed
 * of it is the fold of the log's blocks, or of a snapshot and the blocks behind it. Not
 * thread-safe.
 */
final class PartitionState {
  private static final int EXPIRIES_PER_BLOCK_MAX = 1_000;

  final KeyTable keys = new KeyTable();
  final ProducerWatermarks producers;
  final Quarantine quarantine = new Quarantine();
  final Outbox outbox = new Outbox();
  final SnapshotClock snapshots;
  private final PartitionId partition;
  private final PartitionSettings settings;
  private long committedBlock;
  private long sealedBlock;
  private long lastSealMs;
  private Figures figures = Figures.NONE;

  PartitionState(PartitionId partition, PartitionSettings settings) {
    this.partition = partition;
    this.settings = settings;
    this.producers = new ProducerWatermarks(settings.producersMax());
    this.snapshots = new SnapshotClock(settings);
  }

  /** Takes back a part of a snapshot; {@link #restored} follows the last one. */
  void restore(SnapshotPart part) {
    part.keys().forEach(keys::restore);
    part.producers().forEach(producers::restore);
    part.expired().forEach(producers::restoreExpired);
    part.quarantine().forEach(entry -> quarantine.apply(QuarantineChange.put(entry)));
    part.outbox().forEach(outbox::restore);
    part.ends().forEach(outbox::restore);
  }

  /** All of a snapshot has been taken back. */
  void restored(SnapshotManifest manifest) {
    var counts = manifest.counts();
    quarantine.restore(manifest.quarantineNext(), counts.quarantined());
    outbox.restoreNext(manifest.outboxNext());
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

  /** Takes back a committed block, in order. */
  void replay(Block block, long rawBytes, long storedBytes) {
    block.changes().forEach(keys::apply);
    keys.replay(block.sequence(), block.results());
    producers.replay(block.marks(), block.expired(), block.committedAtMs());
    block.quarantine().forEach(quarantine::apply);
    outbox.replay(block);
    sealedBlock = block.sequence();
    lastSealMs = block.committedAtMs();
    snapshots.sealed(rawBytes);
    passed(block, rawBytes, storedBytes);
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
            open.quarantine(),
            open.timers(),
            open.outbox(),
            outbox.takeMarks(),
            Block.NO_WATERMARK);
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
    return new SnapshotCut(
        partition, sealedBlock, lastSealMs, keys.cut(), producers, quarantine, outbox);
  }

  /** The head has passed the block. */
  void passed(Block block, long rawBytes, long storedBytes) {
    committedBlock = block.sequence();
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

  long committedBlock() {
    return committedBlock;
  }

  Figures figures() {
    return figures;
  }
}
