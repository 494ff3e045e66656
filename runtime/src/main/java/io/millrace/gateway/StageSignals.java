// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.jspecify.annotations.Nullable;

/**
 * Carries a call's events into a stream stage, in order, and keeps those that come before the stage
 * runs: an end or a cancellation at most, since no message comes unasked. Thread-safe.
 *
 * @param <L> the stage's logic, which an event is told to
 */
final class StageSignals<L> {
  private final List<Consumer<L>> early = new ArrayList<>();
  private @Nullable AsyncCallback<Consumer<L>> stage;

  synchronized void signal(Consumer<L> event) {
    if (stage == null) {
      early.add(event);
    } else {
      stage.invoke(event);
    }
  }

  /** From now on events go to the logic that made this callback. */
  synchronized void attach(AsyncCallback<Consumer<L>> callback) {
    stage = callback;
    early.forEach(callback::invoke);
    early.clear();
  }
}
