// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.ingest.SessionOutput.Answered;
import io.millrace.v1.Answers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * A session's outputs on their way to its listener: one at a time, each when the one before was
 * taken; answers that come meanwhile pile up in one message. Not thread-safe: confined to a
 * session.
 */
final class SessionOutbox {
  private final ArrayDeque<SessionOutput> outputs = new ArrayDeque<>();
  private final Consumer<SessionOutput> listener;
  private Answers.Builder answers = Answers.newBuilder();
  private final long pauseNanos;
  private long lastAtTimesNanos;
  private boolean taken;

  /**
   * @param listener told one output, then nothing until {@link #taken}; nobody at first
   * @param pause at least so long lies between two outputs of {@link #putAtTimes}
   */
  SessionOutbox(Consumer<SessionOutput> listener, Duration pause, long nowNanos) {
    this.listener = listener;
    this.pauseNanos = pause.toNanos();
    this.lastAtTimesNanos = nowNanos - 2 * pauseNanos;
  }

  /** Puts an output behind the others. */
  void put(SessionOutput output) {
    outputs.add(output);
    tellNext();
  }

  /** Puts an output behind the others, unless there was one like it a moment ago. */
  void putAtTimes(SessionOutput output, long nowNanos) {
    if (nowNanos - lastAtTimesNanos > pauseNanos) {
      lastAtTimesNanos = nowNanos;
      put(output);
    }
  }

  /** Where answers are added; {@link #putAnswers} sends them. */
  Answers.Builder answers() {
    return answers;
  }

  /** Puts out the answers so far, unless the listener is busy; then they go when it is not. */
  void putAnswers() {
    if (taken && answers.getReceiptsCount() > 0) {
      Answers ready = answers.build();
      answers = Answers.newBuilder();
      put(new Answered(ready));
    }
  }

  /** The listener is there, or took the last output. */
  void taken() {
    taken = true;
    tellNext();
    putAnswers();
  }

  /** About how many answers and other outputs wait. */
  int size() {
    return outputs.size() + answers.getReceiptsCount();
  }

  /** Whether nothing waits to be told; the last output may not be taken yet. */
  boolean isAllTold() {
    return outputs.isEmpty();
  }

  /** Whether everything was told and taken. */
  boolean isAllTaken() {
    return taken && size() == 0;
  }

  private void tellNext() {
    if (taken && !outputs.isEmpty()) {
      taken = false;
      listener.accept(outputs.remove());
    }
  }
}
