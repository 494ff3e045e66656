// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.jspecify.annotations.Nullable;

/**
 * Carries a call's events into a stream stage, in order, and keeps those that come before the stage
 * runs: an end or a cancellation at most, since no message comes unasked. Thread-safe.
 */
final class StageSignals {
  private final List<Runnable> early = new ArrayList<>();
  private @Nullable AsyncCallback<Runnable> stage;

  synchronized void signal(Runnable event) {
    if (stage == null) {
      early.add(event);
    } else {
      stage.invoke(event);
    }
  }

  synchronized void attach(AsyncCallback<Runnable> callback) {
    stage = callback;
    early.forEach(callback::invoke);
    early.clear();
  }
}
