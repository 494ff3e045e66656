// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.model.DataRecord.NO_EVENT_TIME;

import io.millrace.processor.TimePolicy;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Merges the event times of a partition's producers into one watermark that never moves back: the
 * lowest of those that are not idle, or, when all are, the highest of all, less the disorder that
 * the job allows. After Akidau et al., "The Dataflow Model", PVLDB 8(12), 2015. Not thread-safe:
 * confined to one actor.
 *
 * <p>A producer that came back with its partition's state counts as active from the first moment on
 * at which the new owner looks at the clock: it could send nothing while nobody served.
 */
final class WatermarkMerge {
  private static final long NEVER = Long.MAX_VALUE;

  private final PlacedHeap<Source> active =
      new PlacedHeap<>(Comparator.comparingLong((Source source) -> source.eventTimeMs));
  private final long outOfOrdernessMs;
  private final long idleTimeoutMs;
  private @Nullable Source quietest;
  private @Nullable Source liveliest;
  private long highestMs = NO_EVENT_TIME;
  private long watermarkMs = NO_EVENT_TIME;
  private long sinceMs = NEVER;

  WatermarkMerge(TimePolicy policy) {
    this.outOfOrdernessMs = policy.outOfOrderness().toMillis();
    this.idleTimeoutMs = policy.idleTimeout().toMillis();
  }

  /** What one producer said of event time; in a list by when it last did. */
  static final class Source extends PlacedHeap.Placed {
    private long eventTimeMs = NO_EVENT_TIME;
    private long activeMs = Long.MIN_VALUE;
    private @Nullable Source quieter;
    private @Nullable Source livelier;

    /** The highest event time seen from it, or NO_EVENT_TIME. */
    long eventTimeMs() {
      return eventTimeMs;
    }
  }

  /**
   * A record with an event time came.
   *
   * @param nowMs the owner's own clock
   */
  void observe(Source source, long eventTimeMs, long nowMs) {
    source.activeMs = nowMs;
    take(source, eventTimeMs);
    advance(nowMs);
  }

  /** Takes back what the log or a snapshot says of a producer. */
  void restore(Source source, long eventTimeMs) {
    if (eventTimeMs != NO_EVENT_TIME) {
      take(source, eventTimeMs);
    }
  }

  private void take(Source source, long eventTimeMs) {
    boolean higher = eventTimeMs > source.eventTimeMs;
    if (higher) {
      source.eventTimeMs = eventTimeMs;
      highestMs = Math.max(highestMs, eventTimeMs);
    }
    if (!source.isPlaced()) {
      active.add(source);
    } else if (higher) {
      active.moved(source);
    }
    if (liveliest != source) {
      unlink(source);
      source.quieter = liveliest;
      if (liveliest == null) {
        quietest = source;
      } else {
        liveliest.livelier = source;
      }
      liveliest = source;
    }
  }

  /** The producer is gone, or begins afresh. */
  void forget(Source source) {
    rest(source);
    source.eventTimeMs = NO_EVENT_TIME;
  }

  private void rest(Source source) {
    if (source.isPlaced()) {
      active.remove(source);
      unlink(source);
    }
  }

  private void unlink(Source source) {
    Source before = source.quieter;
    Source after = source.livelier;
    if (before != null) {
      before.livelier = after;
    } else if (quietest == source) {
      quietest = after;
    }
    if (after != null) {
      after.quieter = before;
    } else if (liveliest == source) {
      liveliest = before;
    }
    source.quieter = null;
    source.livelier = null;
  }

  /** Takes back the watermark that the log or a snapshot holds. */
  void restoreWatermark(long storedMs) {
    watermarkMs = Math.max(watermarkMs, storedMs);
  }

  /**
   * Sees who is idle by now.
   *
   * @return the watermark, as of {@link #watermarkMs}
   */
  long advance(long nowMs) {
    if (sinceMs == NEVER) {
      sinceMs = nowMs;
    }
    Source candidate = quietest;
    while (candidate != null && nowMs >= idleAtMs(candidate)) {
      rest(candidate);
      candidate = quietest;
    }
    Source lowest = active.first();
    long merged = lowest == null ? highestMs : lowest.eventTimeMs;
    if (merged != NO_EVENT_TIME) {
      long floor = Long.MIN_VALUE + 1 + outOfOrdernessMs;
      watermarkMs = Math.max(watermarkMs, Math.max(merged, floor) - outOfOrdernessMs);
    }
    return watermarkMs;
  }

  /** The watermark as it was last seen, NO_EVENT_TIME if there is none yet. */
  long watermarkMs() {
    return watermarkMs;
  }

  /** When the next producer is idle unless it sends something; Long.MAX_VALUE if none is active. */
  long nextIdleMs() {
    return quietest == null || sinceMs == NEVER ? NEVER : idleAtMs(quietest);
  }

  private long idleAtMs(Source source) {
    return Math.max(source.activeMs, sinceMs) + idleTimeoutMs;
  }
}
