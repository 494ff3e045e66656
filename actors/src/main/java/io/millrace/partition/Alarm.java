// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.DataRecord;
import io.millrace.model.TimeKind;
import io.millrace.model.TimerChange;
import io.millrace.partition.PartitionCore.Effects;
import io.millrace.processor.ErrorPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fires the timers that are due, between two records, and asks to be woken for the next one. A
 * timer goes from the table into the open block together with its effect, so it fires once. Not
 * thread-safe: confined to one actor.
 *
 * @param <C> how a caller is reached
 */
final class Alarm<C> {
  private static final long NEVER = Long.MAX_VALUE;

  /** While something keeps due timers from firing, it looks again after so long. */
  private static final int HELD_MS = 1_000;

  /** It never asks for a longer sleep: clocks may be set. */
  private static final long SLEEP_MS_MAX = 3_600_000;

  /** Wake-ups asked for at a time: a timer that is due before the next one needs another. */
  private static final int WAKES_MAX = 32;

  private final PartitionSettings settings;
  private final ErrorPolicy errors;
  private final PartitionState state;
  private final TimerTable timers;
  private final RecordRunner runner;
  private final Ward ward;
  private final BlockLine<C> line;

  /** When it will be woken, the next one last. */
  private final ArrayDeque<Long> wakes = new ArrayDeque<>();

  private TimerTable.@Nullable Id failing;
  private int tries;
  private boolean waiting;
  private int fired;

  Alarm(
      PartitionSettings settings,
      ErrorPolicy errors,
      PartitionState state,
      RecordRunner runner,
      Ward ward,
      BlockLine<C> line) {
    this.settings = settings;
    this.errors = errors;
    this.state = state;
    this.timers = state.timers;
    this.runner = runner;
    this.ward = ward;
    this.line = line;
  }

  /** A turn begins: so many timers may fire in it as a setting says. */
  void beginTurn() {
    fired = 0;
  }

  /** Whether nothing may go on until a timer has been tried again. */
  boolean isWaiting() {
    return waiting;
  }

  /** The pause before another try is over. */
  void endWait() {
    waiting = false;
  }

  /**
   * Fires what is due, as far as this turn may.
   *
   * @return false if a timer must be tried again before anything else; it has asked for that
   */
  boolean fireDue(long nowMs, Effects<C> effects) {
    if (waiting) {
      return false;
    }
    if (timers.isEmpty()) {
      return true;
    }
    TimerTable.Entry due = due(nowMs);
    while (due != null
        && fired < settings.timersPerTurnMax()
        && !state.isFull()
        && !isHeld(effects)) {
      fired++;
      if (!fire(due, state.clock())) {
        waiting = true;
        effects.startRetry(errors.backoff().multipliedBy(1L << (tries - 1)));
        return false;
      }
      due = due(nowMs);
    }
    return true;
  }

  private TimerTable.@Nullable Entry due(long nowMs) {
    long clockMs = state.clock(nowMs);
    TimerTable.Entry event = timers.first(TimeKind.EVENT);
    if (event != null && event.timeMs() <= state.watermarks.advance(nowMs)) {
      return event;
    }
    TimerTable.Entry processing = timers.first(TimeKind.PROCESSING);
    return processing != null && processing.timeMs() <= clockMs ? processing : null;
  }

  private boolean isHeld(Effects<C> effects) {
    return isFull() || line.isOutboxFull() || state.wasFull() || effects.isPaused();
  }

  private boolean isFull() {
    return line.bytes() >= settings.uncommittedBytesMax() || line.isSwollen();
  }

  /** Fires one timer, parks it or gives it up; false if it is to be tried again. */
  private boolean fire(TimerTable.Entry due, long clockMs) {
    TimerTable.Id id = due.id();
    long timeMs = due.timeMs();
    String producer = TimerRecords.producer(id.kind());
    DataRecord record = TimerRecords.of(id, timeMs);
    OpenBlock<C> open = line.open();
    if (!id.equals(failing)) {
      failing = null;
      tries = 0;
    }
    timers.clear(id);
    if (ward.parks(id.key())) {
      ward.park(producer, record, clockMs, open);
    } else {
      Optional<Throwable> failure = runner.run(producer, record, open, new ArrayList<>(0));
      if (failure.isPresent()) {
        failing = id;
        tries++;
        if (failure.get() instanceof DeadlineException) {
          // The next one may take as long: whoever else waits for the partition comes first.
          fired = settings.timersPerTurnMax();
        }
        if (tries <= errors.retries() && RecordRunner.mayPass(failure.get())) {
          timers.set(id, timeMs);
          return false;
        }
        ward.admit(producer, record, failure.get(), tries, clockMs, open);
      }
    }
    failing = null;
    if (!timers.contains(id)) {
      open.add(id, TimerChange.clear(id.key(), id.kind(), id.name()));
    }
    return true;
  }

  /** It has been woken. */
  void woken() {
    wakes.pollLast();
  }

  /** At the end of a turn: sees to it that there is another one in time. */
  void endTurn(long nowMs, Effects<C> effects) {
    if (timers.isEmpty() || waiting) {
      return;
    }
    long nextMs = nextMs(nowMs, effects);
    if (nextMs == NEVER || wakes.size() >= WAKES_MAX) {
      return;
    }
    long atMs = Math.min(nextMs, nowMs + SLEEP_MS_MAX);
    Long next = wakes.peekLast();
    if (next == null || next > atMs) {
      wakes.addLast(atMs);
      effects.startTimers(Duration.ofMillis(Math.max(0, atMs - nowMs)));
    }
  }

  private long nextMs(long nowMs, Effects<C> effects) {
    if (due(nowMs) != null) {
      if (isFull()) {
        // The next commit is the end of a turn as well.
        return NEVER;
      }
      return isHeld(effects) ? nowMs + HELD_MS : nowMs;
    }
    TimerTable.Entry processing = timers.first(TimeKind.PROCESSING);
    long byClockMs = processing == null ? NEVER : processing.timeMs();
    long byIdleMs = timers.first(TimeKind.EVENT) == null ? NEVER : state.watermarks.nextIdleMs();
    return Math.min(byClockMs, byIdleMs);
  }
}
