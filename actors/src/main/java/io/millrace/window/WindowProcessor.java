// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import com.google.protobuf.ByteString;
import io.millrace.aggregate.Aggregate;
import io.millrace.model.DataRecord;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import io.millrace.serde.StateSerde;
import java.util.Optional;

/**
 * Windows of one partition. A key has one timer, set to the next time at which one of its windows
 * ends or closes, so a key with many windows costs no more timers than one with one.
 *
 * <p>A timer may come after a record that has seen the same watermark. So what a record does is
 * decided by the watermark, never by whether a timer has fired: a window that is closed by the
 * watermark takes no record even while it still lies in the state, and one whose end has passed is
 * told at once with the record. The timer then tells only what is still untold. It goes by the time
 * that was set, not by the watermark, so that one effect holds the results of one end, however far
 * the watermark has jumped.
 */
final class WindowProcessor implements Processor {
  private static final String TIMER = "window";

  private final Assigner assigner;
  private final Aggregate aggregate;
  private final long latenessMs;
  private final int openMax;
  private final StateSerde<OpenWindows> serde;

  WindowProcessor(Assigner assigner, Aggregate aggregate, long latenessMs, int openMax) {
    this.assigner = assigner;
    this.aggregate = aggregate;
    this.latenessMs = latenessMs;
    this.openMax = openMax;
    this.serde = WindowSerde.of(aggregate);
  }

  @Override
  public Effect process(DataRecord record, Context context) {
    long timeMs = record.eventTimeMs();
    if (timeMs == DataRecord.NO_EVENT_TIME) {
      return Effect.refuse(
          "event time: none (expected: milliseconds since 1970-01-01T00:00Z; windows go by it)");
    }
    if (timeMs < -Windows.EVENT_TIME_MAX_MS || timeMs > Windows.EVENT_TIME_MAX_MS) {
      return Effect.refuse(
          "event time: "
              + timeMs
              + " (expected: -2^53 to 2^53 milliseconds since 1970-01-01T00:00Z)");
    }
    long watermarkMs = context.watermarkMs();
    OpenWindows open = read(record.key(), context);
    int before = open.size();
    if (!assigner.add(record, open, closedMs(watermarkMs))) {
      return Effect.builder().emitTo(Windows.LATE, record.value(), record.fields()).build();
    }
    if (open.size() > openMax && open.size() > before) {
      return Effect.refuse(
          "open windows of the key: "
              + open.size()
              + " (expected: at most "
              + openMax
              + "; they close once the watermark passes their ends and lateness; a larger openMax"
              + " allows more)");
    }
    Effect.Builder effect = Effect.builder();
    for (OpenWindow window : open.all()) {
      if (window.isTouched() && window.endMs() <= watermarkMs) {
        effect.emit(window.interval(), window.tell());
      }
    }
    keep(open, context, effect);
    return effect.build();
  }

  @Override
  public Effect onTimer(ByteString key, Timer timer, Context context) {
    if (timer.kind() != TimeKind.EVENT || !timer.name().equals(TIMER)) {
      throw new IllegalStateException(
          "timer '" + timer.name() + "' (" + timer.kind() + ") (expected: only '" + TIMER + "')");
    }
    if (context.state().isEmpty()) {
      return Effect.none();
    }
    OpenWindows open = read(key, context);
    Effect.Builder effect = Effect.builder();
    for (OpenWindow window : open.all()) {
      if (window.isUntold() && window.endMs() <= timer.timeMs()) {
        effect.emit(window.interval(), window.tell());
      }
    }
    open.close(closedMs(timer.timeMs()));
    if (open.isEmpty()) {
      effect.deleteState();
    } else {
      keep(open, context, effect);
    }
    return effect.build();
  }

  /** Windows that end at or before this are closed. */
  private long closedMs(long nowMs) {
    return nowMs < Long.MIN_VALUE + latenessMs ? Long.MIN_VALUE : nowMs - latenessMs;
  }

  private OpenWindows read(ByteString key, Context context) {
    Optional<ByteString> state = context.state();
    OpenWindows open =
        state.isPresent() ? serde.decode(key, state.get()) : new OpenWindows(aggregate);
    open.setKey(key);
    return open;
  }

  private void keep(OpenWindows open, Context context, Effect.Builder effect) {
    effect.setState(serde.encode(open));
    long nextMs = open.nextDueMs(latenessMs);
    Optional<Timer> timer = context.timer(TimeKind.EVENT, TIMER);
    if (timer.isEmpty() || timer.get().timeMs() != nextMs) {
      effect.setTimer(TimeKind.EVENT, TIMER, nextMs);
    }
  }
}
