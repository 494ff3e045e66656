// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.PartitionId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no call of a processor goes on for longer than its job allows: one thread for all
 * partitions of a node, which looks at the calls that are under way and interrupts those that are
 * late. A call that goes on all the same is reported, and interrupted again. Thread-safe.
 */
public final class ProcessorWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessorWatch.class);
  private static final long END_WAIT_MS = 5_000;

  private final Set<RunningCall> calls = ConcurrentHashMap.newKeySet();
  private final WatchSettings settings;
  private final Thread thread;
  private volatile boolean closed;

  private ProcessorWatch(WatchSettings settings) {
    this.settings = settings;
    this.thread = new Thread(this::run, "millrace-processor-watch");
    thread.setDaemon(true);
  }

  /** Starts the thread. */
  public static ProcessorWatch start(WatchSettings settings) {
    var watch = new ProcessorWatch(settings);
    watch.thread.start();
    return watch;
  }

  /**
   * Watches the processor of one partition.
   *
   * @param deadline how long a call may take, about: it is noticed up to a fifth later
   */
  public CallWatch of(String job, PartitionId partition, Duration deadline) {
    return new RunningCall(job, partition, deadline, settings, this::add, calls::remove);
  }

  private void add(RunningCall call) {
    calls.add(call);
    LockSupport.unpark(thread);
  }

  private void run() {
    long lastNanos = System.nanoTime();
    long watchedNanos = 0;
    while (!closed) {
      long nowNanos = System.nanoTime();
      // While the whole process stood still, no processor had a chance to go on.
      watchedNanos += Math.min(nowNanos - lastNanos, 2 * settings.intervalMax().toNanos());
      lastNanos = nowNanos;
      long pauseNanos = Long.MAX_VALUE;
      for (RunningCall call : calls) {
        pauseNanos = Math.min(pauseNanos, call.intervalNanos());
        try {
          call.look(watchedNanos);
        } catch (RuntimeException | StackOverflowError e) {
          LOG.atError().setCause(e).log("processor call cannot be looked at");
        }
      }
      LockSupport.parkNanos(this, pauseNanos);
    }
  }

  /** Ends the thread; what still runs is left alone. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      TimeUnit.MILLISECONDS.timedJoin(thread, END_WAIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
