// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.block.Block;
import io.millrace.block.SnapshotManifest;
import io.millrace.block.SnapshotPart;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.model.QuarantineChange;
import io.millrace.partition.PartitionReply.Figures;
import io.millrace.partition.ProducerWatermarks.Progress;
import io.millrace.processor.TimePolicy;

/**
 * All that a partition remembers: keys, timers, producers, quarantine, outbox, figures. What is
 * committed is the fold of the log's blocks, or of a snapshot and the blocks behind it. Not
 * thread-safe.
 */
final class PartitionState {
  private static final int EXPIRIES_PER_BLOCK_MAX = 1_000;

  final KeyTable keys;
  final TimerTable timers = new TimerTable();
  final WatermarkMerge watermarks;
  final ProducerWatermarks producers;
  final Quarantine quarantine = new Quarantine();
  final Outbox outbox = new Outbox();
  final SnapshotClock snapshots;
  private final PartitionId partition;
  private final PartitionSettings settings;
  private long committedBlock;
  private long sealedBlock;
  private long clockMs;
  private long ownerMs;
  private Figures figures = Figures.NONE;
  private int parts;

  PartitionState(
      PartitionId partition, PartitionSettings settings, TimePolicy time, StateShare share) {
    this.partition = partition;
    this.settings = settings;
    this.keys = new KeyTable(share);
    this.watermarks = new WatermarkMerge(time);
    this.producers = new ProducerWatermarks(settings.producersMax(), watermarks);
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
    part.timers().forEach(timers::apply);
    part.producers().forEach(producers::restore);
    part.expired().forEach(producers::restoreExpired);
    part.quarantine().forEach(entry -> quarantine.apply(QuarantineChange.put(entry)));
    part.outbox().forEach(outbox::restore);
    part.ends().forEach(outbox::restore);
    checkFits((double) part.chunk() / Math.max(part.chunk(), parts));
  }

  /** All of a snapshot has been taken back. */
  void restored(SnapshotManifest manifest) {
    var counts = manifest.counts();
    quarantine.restore(manifest.quarantineNext(), counts.quarantined());
    outbox.restoreNext(manifest.outboxNext());
    sealedBlock = manifest.sequence();
    committedBlock = sealedBlock;
    clockMs = manifest.committedAtMs();
    watermarks.restoreWatermark(manifest.watermarkMs());
    figures =
        new Figures(
            counts.records(),
            counts.results(),
            keys.size(),
            counts.rawBytes(),
            counts.storedBytes(),
            quarantine.everFailed(),
            quarantine.size());
    snapshots.taken(clockMs);
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
    outbox.replay(block);
    sealedBlock = block.sequence();
    block.timers().forEach(timers::apply);
    watermarks.restoreWatermark(block.watermarkMs());
    clockMs = block.committedAtMs();
    snapshots.sealed(rawBytes);
    passed(OnTheWay.Sealed.of(block), rawBytes, storedBytes);
    checkFits(1);
  }

  private void checkFits(double partTaken) {
    keys.makeRoom();
    keys.share().checkFits(partTaken);
  }

  /**
   * The owner's clock, as the partition sees it.
   *
   * @param nowMs the time now
   * @return the same, unless the partition, under whatever owner, was told a later one already
   */
  long clock(long nowMs) {
    ownerMs = nowMs;
    clockMs = Math.max(clockMs, nowMs);
    return clockMs;
  }

  /** What {@link #clock} gave last. */
  long clock() {
    return clockMs;
  }

  /** A record was taken in under a producer's progress: its sequence and event time count. */
  void applied(Progress progress, DataRecord record) {
    producers.apply(progress, record.sequence());
    if (record.eventTimeMs() != DataRecord.NO_EVENT_TIME) {
      watermarks.observe(progress.source(), record.eventTimeMs(), ownerMs);
    }
  }

  /**
   * Makes the next block of what is open.
   *
   * @param nowMs the block's time, unless the block before it is later
   */
  Block seal(OpenBlock<?> open, Epoch epoch, long nowMs) {
    long sealMs = clock(nowMs);
    sealedBlock++;
    var block =
        new Block(
            partition,
            sealedBlock,
            epoch,
            sealMs,
            open.records(),
            open.results(),
            open.changes(),
            producers.takeChanges(sealMs),
            producers.takeExpired(
                sealMs, settings.producerRetention().toMillis(), EXPIRIES_PER_BLOCK_MAX),
            open.quarantine(),
            open.timers(),
            open.outbox(),
            outbox.takeMarks(),
            watermarks.watermarkMs());
    open.seal(keys, sealedBlock);
    snapshots.sealed(open.bytes());
    return block;
  }

  /** Whether a snapshot is due behind the block just sealed. */
  boolean isSnapshotDue() {
    return snapshots.isDue(clockMs);
  }

  /** Freezes all of it as of the block just sealed. */
  SnapshotCut cut() {
    snapshots.taken(clockMs);
    return new SnapshotCut(partition, sealedBlock, clockMs, this);
  }

  /** The cut made last is not needed any more. */
  void endCut() {
    keys.endCut();
    timers.endCut();
  }

  /** The head has passed the block. */
  void passed(OnTheWay.Sealed block, long rawBytes, long storedBytes) {
    committedBlock = block.sequence();
    keys.passed();
    figures =
        new Figures(
            figures.records() + block.records(),
            figures.results() + block.results(),
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

  /** What {@link #isFull} found last as to keys, which looks for no room and reads no disk. */
  boolean wasFull() {
    return quarantine.bytes() >= settings.quarantineBytesMax() || keys.share().isFull();
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
