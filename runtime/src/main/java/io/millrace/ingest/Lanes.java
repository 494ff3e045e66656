// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.model.PackedRecords;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.store.JobEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One producer's ways to all partitions of a job. Not thread-safe: confined to one session. */
final class Lanes {
  private final IngestSettings settings;
  private final PartitionMap.Router router;
  private final List<PartitionLane> lanes = new ArrayList<>();
  private final PartitionLane[] byNumber;

  Lanes(JobEntry job, IngestSettings settings, PartitionLane.Sender sender) {
    this.settings = settings;
    this.router = job.partitions().router();
    int highest = job.partitions().numbers().stream().mapToInt(Integer::intValue).max().orElse(0);
    this.byNumber = new PartitionLane[highest + 1];
    for (int number : job.partitions().numbers()) {
      var lane = new PartitionLane(new PartitionId(job.id(), number), settings, sender);
      lanes.add(lane);
      byNumber[number] = lane;
    }
  }

  /**
   * What the lanes hold after they sent what may go.
   *
   * @param bytes how many are unanswered
   * @param full whether no more records may come in
   * @param lingers whether some records wait for their batch to fill
   */
  record Load(long bytes, boolean full, boolean lingers) {}

  /** All lanes. */
  List<PartitionLane> all() {
    return lanes;
  }

  /** The way to one partition. */
  PartitionLane of(PartitionId partition) {
    return byNumber[partition.number()];
  }

  /** Adds records, each to the lane of its key's partition. */
  void add(PackedRecords records) {
    for (int i = 0; i < records.size(); i++) {
      byNumber[router.partitionOf(records.token(i))].add(records, i);
    }
  }

  /** Sends what may go now. */
  Load pump(long nowNanos, boolean lingerOver) {
    long bytes = 0;
    boolean full = false;
    boolean lingers = false;
    for (PartitionLane lane : lanes) {
      lane.pump(nowNanos, lingerOver);
      bytes += lane.bytes();
      full |= lane.bytes() >= settings.partitionBytesMax();
      lingers |= lane.lingers();
    }
    return new Load(bytes, full || bytes >= settings.clientBytesMax(), lingers);
  }

  /**
   * Sends again what its owner has not answered for too long.
   *
   * @return what records wait for, of the last lane in which they do
   */
  Optional<String> tick(long nowNanos) {
    Optional<String> reason = Optional.empty();
    for (PartitionLane lane : lanes) {
      if (lane.sendAgainIfSilent(nowNanos)) {
        reason = Optional.of("partition " + lane.partition().number() + " does not answer");
      } else if (!lane.isOpened() && !lane.isIdle()) {
        reason = Optional.of(lane.whyUnopened());
      }
    }
    return reason;
  }

  /** How many partitions have not opened the producer yet. */
  int unopened() {
    int count = 0;
    for (PartitionLane lane : lanes) {
      count += lane.isOpened() ? 0 : 1;
    }
    return count;
  }

  /** The first partition that has not opened the producer, and why; empty if all have. */
  String whyUnopened() {
    for (PartitionLane lane : lanes) {
      if (!lane.isOpened()) {
        return lane.whyUnopened();
      }
    }
    return "";
  }

  /** Whether all is answered. */
  boolean isIdle() {
    for (PartitionLane lane : lanes) {
      if (!lane.isIdle()) {
        return false;
      }
    }
    return true;
  }

  /** Lets go of all records; nothing is sent any more. */
  void clear() {
    lanes.forEach(PartitionLane::clear);
  }
}
