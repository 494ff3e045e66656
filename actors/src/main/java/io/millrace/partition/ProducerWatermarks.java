// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far each producer got in one partition. Two watermarks each: applied (taken in) decides what
 * is new, committed decides what may be acknowledged. Not thread-safe: confined to one actor.
 */
final class ProducerWatermarks {
  private final Map<String, Progress> producers = new HashMap<>();
  private final List<Progress> changed = new ArrayList<>();

  /** One producer's progress. */
  static final class Progress {
    private final String producer;
    private ProducerEpoch epoch = ProducerEpoch.NONE;
    private long applied;
    private long committed;
    private boolean changed;

    private Progress(String producer) {
      this.producer = producer;
    }

    ProducerEpoch epoch() {
      return epoch;
    }

    long applied() {
      return applied;
    }

    long committed() {
      return committed;
    }

    /** Takes over a newer opening; a new incarnation voids both watermarks. */
    private void adopt(ProducerEpoch newer) {
      if (newer.incarnation() > epoch.incarnation()) {
        applied = 0;
        committed = 0;
      }
      epoch = newer;
    }
  }

  /**
   * Meets an opening of a producer: adopts it if it is not older than the newest one seen.
   *
   * @return the progress under that opening; its epoch has a higher number if the opening is fenced
   */
  Progress meet(String producer, ProducerEpoch epoch) {
    Progress progress = producers.computeIfAbsent(producer, Progress::new);
    if (epoch.number() >= progress.epoch.number()) {
      progress.adopt(epoch);
    }
    return progress;
  }

  /** Notes that the producer's records up to {@code sequence} have been taken in. */
  void apply(Progress progress, long sequence) {
    progress.applied = sequence;
    if (!progress.changed) {
      progress.changed = true;
      changed.add(progress);
    }
  }

  /** The marks that changed since the last call: they go into the block that is sealed now. */
  List<ProducerMark> takeChanges() {
    var marks = new ArrayList<ProducerMark>(changed.size());
    for (Progress progress : changed) {
      progress.changed = false;
      marks.add(new ProducerMark(progress.producer, progress.epoch, progress.applied));
    }
    changed.clear();
    return marks;
  }

  /** Notes that a block with these marks is committed. */
  void commit(List<ProducerMark> marks) {
    for (ProducerMark mark : marks) {
      Progress progress = producers.get(mark.producer());
      if (progress != null && progress.epoch.incarnation() == mark.epoch().incarnation()) {
        progress.committed = mark.sequence();
      }
    }
  }

  /** Restores the marks of a committed block. */
  void replay(List<ProducerMark> marks) {
    for (ProducerMark mark : marks) {
      Progress progress = meet(mark.producer(), mark.epoch());
      progress.applied = mark.sequence();
      progress.committed = mark.sequence();
    }
  }
}
