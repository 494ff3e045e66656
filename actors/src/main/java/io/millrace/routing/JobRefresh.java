// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.routing;

import io.millrace.store.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node's directory fresh: one read of the registry at a time, each a while after the last
 * one ended, until it is closed. A read that fails changes nothing. Thread-safe.
 */
public final class JobRefresh implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRefresh.class);

  private final JobDirectory directory;
  private final Timers timers;
  private final Duration interval;
  private final Runnable onRead;
  private volatile boolean closed;

  private JobRefresh(JobDirectory directory, Timers timers, Duration interval, Runnable onRead) {
    this.directory = directory;
    this.timers = timers;
    this.interval = interval;
    this.onRead = onRead;
  }

  /**
   * Starts; the first read comes after one interval.
   *
   * @param onRead called after each read that succeeded; must not block
   */
  public static JobRefresh start(
      JobDirectory directory, Timers timers, Duration interval, Runnable onRead) {
    var refresh = new JobRefresh(directory, timers, interval, onRead);
    refresh.next();
    return refresh;
  }

  private void next() {
    timers
        .pause(interval)
        .thenRun(
            () -> {
              if (!closed) {
                directory.refresh().whenComplete((done, failure) -> onRead(failure));
              }
            });
  }

  private void onRead(@Nullable Throwable failure) {
    if (closed) {
      return;
    }
    if (failure != null) {
      LOG.atDebug().setCause(failure).log("jobs not refreshed");
    } else {
      onRead.run();
    }
    next();
  }

  /** No read begins any more. */
  @Override
  public void close() {
    closed = true;
  }
}
