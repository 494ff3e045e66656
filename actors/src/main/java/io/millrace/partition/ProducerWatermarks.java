// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import io.millrace.model.ProducerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far each producer got in one partition. Two watermarks each: applied (taken in) decides what
 * is new, committed decides what may be acknowledged. Not thread-safe: confined to one actor.
 *
 * <p>A producer that was idle for too long expires: its watermark goes, in a block, and a small
 * note of its incarnation stays for good. Whoever comes back under that incarnation is refused,
 * since nobody could tell any more which of its records took effect.
 */
final class ProducerWatermarks {
  private final Map<String, Progress> producers = new HashMap<>();
  private final Map<String, ProducerMark> expired = new LinkedHashMap<>();
  private final List<Progress> changed = new ArrayList<>();
  private final int producersMax;
  private final WatermarkMerge eventTimes;
  private long nextScanMs;

  /**
   * @param producersMax most producers that are known at a time, expired ones included
   * @param eventTimes told of producers that go, begin afresh, or come back from the log
   */
  ProducerWatermarks(int producersMax, WatermarkMerge eventTimes) {
    this.producersMax = producersMax;
    this.eventTimes = eventTimes;
  }

  /** One producer's progress. */
  static final class Progress {
    private final String producer;
    private final WatermarkMerge.Source source = new WatermarkMerge.Source();
    private ProducerEpoch epoch = ProducerEpoch.NONE;
    private long applied;
    private long committed;
    private boolean changed;
    private @Nullable ProducerMark sealed;
    private long activeMs;

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

    /** What is known of its event times. */
    WatermarkMerge.Source source() {
      return source;
    }
  }

  /** Whether the producer expired under the opening's incarnation, or a later one. */
  boolean isExpired(String producer, ProducerEpoch epoch) {
    ProducerMark mark = expired.isEmpty() ? null : expired.get(producer);
    return mark != null && epoch.incarnation() <= mark.epoch().incarnation();
  }

  /** Whether the producer is new and there is no room for one more. */
  boolean isFull(String producer) {
    return producers.size() + expired.size() >= producersMax
        && !producers.containsKey(producer)
        && !isOwn(producer);
  }

  /**
   * Whether it is a partition of another stage: there are few of them, and none ever expires, since
   * it could not start afresh.
   */
  private static boolean isOwn(String producer) {
    return producer.startsWith(PartitionId.PRODUCER_PREFIX);
  }

  /**
   * Meets an opening of a producer that is not expired: adopts it if it is not older than the
   * newest one seen.
   *
   * @return the progress under that opening; its epoch has a higher number if the opening is fenced
   */
  Progress meet(String producer, ProducerEpoch epoch) {
    Progress progress = producers.computeIfAbsent(producer, Progress::new);
    if (epoch.number() >= progress.epoch.number()) {
      adopt(progress, epoch);
    }
    return progress;
  }

  /** Takes over a newer opening; a new incarnation voids all watermarks. */
  private void adopt(Progress progress, ProducerEpoch newer) {
    if (newer.incarnation() > progress.epoch.incarnation()) {
      progress.applied = 0;
      progress.committed = 0;
      eventTimes.forget(progress.source);
    }
    progress.epoch = newer;
  }

  /** Notes that the producer's records up to {@code sequence} have been taken in. */
  void apply(Progress progress, long sequence) {
    progress.applied = sequence;
    if (!progress.changed) {
      progress.changed = true;
      changed.add(progress);
    }
  }

  /**
   * The marks that changed since the last call: they go into the block that is sealed now.
   *
   * @param blockMs the block's time
   */
  List<ProducerMark> takeChanges(long blockMs) {
    var marks = new ArrayList<ProducerMark>(changed.size());
    for (Progress progress : changed) {
      progress.changed = false;
      var mark =
          new ProducerMark(
              progress.producer, progress.epoch, progress.applied, progress.source.eventTimeMs());
      progress.sealed = mark;
      progress.activeMs = blockMs;
      expired.remove(progress.producer);
      marks.add(mark);
    }
    changed.clear();
    return marks;
  }

  /**
   * The producers that expire in the block that is sealed now; call it behind {@link #takeChanges}.
   * Looks only now and then, and takes some at a time.
   *
   * @param blockMs the block's time
   * @param retentionMs how long a producer may be idle
   */
  List<ProducerMark> takeExpired(long blockMs, long retentionMs, int most) {
    if (blockMs < nextScanMs) {
      return List.of();
    }
    var marks = new ArrayList<ProducerMark>();
    for (Progress progress : producers.values()) {
      if (marks.size() < most
          && progress.sealed != null
          && !isOwn(progress.producer)
          && blockMs - progress.activeMs > retentionMs) {
        ProducerMark last = progress.sealed;
        marks.add(new ProducerMark(last.producer(), last.epoch(), last.sequence()));
      }
    }
    if (marks.size() < most) {
      nextScanMs = blockMs + retentionMs / 10 + 1;
    }
    marks.forEach(this::expire);
    return marks;
  }

  private void expire(ProducerMark mark) {
    Progress gone = producers.remove(mark.producer());
    if (gone != null) {
      eventTimes.forget(gone.source);
    }
    expired.put(mark.producer(), mark);
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

  /** Restores what a committed block says of producers. */
  void replay(List<ProducerMark> marks, List<ProducerMark> expiredNow, long blockMs) {
    for (ProducerMark mark : marks) {
      restore(new ProducerState(mark, blockMs));
    }
    expiredNow.forEach(this::expire);
  }

  /** Restores what a snapshot says of a producer. */
  void restore(ProducerState state) {
    ProducerMark mark = state.mark();
    Progress progress = meet(mark.producer(), mark.epoch());
    progress.applied = mark.sequence();
    progress.committed = mark.sequence();
    progress.sealed = mark;
    progress.activeMs = state.activeMs();
    eventTimes.restore(progress.source, mark.eventTimeMs());
    expired.remove(mark.producer());
  }

  /** Restores what a snapshot says of an expired producer. */
  void restoreExpired(ProducerMark mark) {
    expired.put(mark.producer(), mark);
  }

  /** Every watermark as of the last sealed block. */
  List<ProducerState> sealed() {
    var states = new ArrayList<ProducerState>(producers.size());
    for (Progress progress : producers.values()) {
      if (progress.sealed != null) {
        states.add(new ProducerState(progress.sealed, progress.activeMs));
      }
    }
    return states;
  }

  /** Every expired producer as of the last sealed block. */
  List<ProducerMark> expired() {
    return List.copyOf(expired.values());
  }
}
