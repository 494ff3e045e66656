// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import io.millrace.store.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The kit's one thread and its two clocks. The wall clock moves only when the test says so. A pause
 * passes at once if somebody waits for its end, without the wall clock's moving. Not thread-safe.
 */
final class ManualTime implements Timers, Executor {
  private record Alarm(long atNanos, long serial, CompletableFuture<Void> rings)
      implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return atNanos != other.atNanos
          ? Long.compare(atNanos, other.atNanos)
          : Long.compare(serial, other.serial);
    }
  }

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  private final long startMs;
  private long nanos;
  private long wallNanos;
  private long serial;

  ManualTime(Instant start) {
    this.startMs = start.toEpochMilli();
  }

  long wallMs() {
    return startMs + wallNanos / 1_000_000;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public CompletionStage<Void> pause(Duration wait) {
    var rings = new CompletableFuture<Void>();
    alarms.add(new Alarm(nanos + wait.toNanos(), serial++, rings));
    return rings;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Whoever had something to do, or waits, is dead. */
  void forget() {
    tasks.clear();
    alarms.clear();
  }

  /** Runs all that is to be run now. */
  void run() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /** Ends the pause that ends next; false if there is none. The wall clock stands. */
  boolean skipPause() {
    Alarm alarm = alarms.poll();
    if (alarm == null) {
      return false;
    }
    nanos = Math.max(nanos, alarm.atNanos());
    alarm.rings().complete(null);
    run();
    return true;
  }

  /**
   * Moves both clocks on, to the end of the next pause or to the end, whichever comes first, and
   * runs what is to be run then.
   *
   * @param endNanos by {@link #nanoTime}
   * @return false once it is at the end and no pause ends there any more
   */
  boolean advance(long endNanos) {
    Alarm alarm = alarms.peek();
    boolean rings = alarm != null && alarm.atNanos() <= endNanos;
    long to = rings ? Math.max(nanos, alarm.atNanos()) : endNanos;
    wallNanos += to - nanos;
    nanos = to;
    if (rings) {
      alarms.remove().rings().complete(null);
    }
    run();
    return rings;
  }
}
