// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.model.PackedRecords;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.store.JobEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One producer's ways to all partitions of a job. What happens to one lane costs no look at the
 * others: there may be thousands. Not thread-safe: confined to one session.
 */
final class Lanes {
  private final IngestSettings settings;
  private final PartitionMap.Router router;
  private final List<PartitionLane> lanes = new ArrayList<>();
  private final Way[] byNumber;

  /** Those to which something has happened since the last {@link #pump}. */
  private final ArrayDeque<Way> touched = new ArrayDeque<>();

  /** Those that linger, and some that did. */
  private final ArrayList<Way> lingerers = new ArrayList<>();

  private long bytes;
  private int fullLanes;
  private int lingeringLanes;

  /** A lane and what is known of it. */
  private static final class Way {
    private final PartitionLane lane;
    private boolean isTouched;
    private boolean isLingerer;
    private long bytes;
    private boolean full;
    private boolean lingers;

    private Way(PartitionLane lane) {
      this.lane = lane;
    }
  }

  Lanes(JobEntry job, IngestSettings settings, PartitionLane.Sender sender) {
    this.settings = settings;
    this.router = job.partitions().router();
    int highest = job.partitions().numbers().stream().mapToInt(Integer::intValue).max().orElse(0);
    this.byNumber = new Way[highest + 1];
    for (int number : job.partitions().numbers()) {
      var lane = new PartitionLane(new PartitionId(job.id(), number), settings, sender);
      lanes.add(lane);
      byNumber[number] = new Way(lane);
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

  /** The way to one partition; what is done to it counts from the next {@link #pump}. */
  PartitionLane of(PartitionId partition) {
    return touch(byNumber[partition.number()]);
  }

  private PartitionLane touch(Way way) {
    if (!way.isTouched) {
      way.isTouched = true;
      touched.add(way);
    }
    return way.lane;
  }

  /** Adds records, each to the lane of its key's partition. */
  void add(PackedRecords records) {
    for (int i = 0; i < records.size(); i++) {
      touch(byNumber[router.partitionOf(records.token(i))]).add(records, i);
    }
  }

  /** Lets go of records between two sequences, both included, that were never sent. */
  void forgetUnsent(long first, long last) {
    for (PartitionLane lane : lanes) {
      of(lane.partition()).forgetUnsent(first, last);
    }
  }

  /** Sends what may go now. */
  Load pump(long nowNanos, boolean lingerOver) {
    if (lingerOver) {
      for (Way way : lingerers) {
        way.isLingerer = false;
        touch(way);
      }
      lingerers.clear();
    }
    for (Way way = touched.poll(); way != null; way = touched.poll()) {
      way.isTouched = false;
      way.lane.pump(nowNanos, lingerOver);
      count(way);
    }
    boolean full = fullLanes > 0 || bytes >= settings.clientBytesMax();
    return new Load(bytes, full, lingeringLanes > 0);
  }

  private void count(Way way) {
    long now = way.lane.bytes();
    bytes += now - way.bytes;
    way.bytes = now;
    boolean full = now >= settings.partitionBytesMax();
    if (full != way.full) {
      way.full = full;
      fullLanes += full ? 1 : -1;
    }
    boolean lingers = way.lane.lingers();
    if (lingers != way.lingers) {
      way.lingers = lingers;
      lingeringLanes += lingers ? 1 : -1;
    }
    if (lingers && !way.isLingerer) {
      way.isLingerer = true;
      lingerers.add(way);
    }
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
    for (PartitionLane lane : lanes) {
      of(lane.partition()).clear();
    }
  }
}
