// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * How far acknowledgements have got in each partition, and who waits for them to get on.
 * Thread-safe.
 */
final class Progress {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final long[] newestSubmitNs;
  private long acknowledged;
  private BitSet watched = new BitSet();
  private long watchedSinceNs;
  private Optional<Duration> first = Optional.empty();

  Progress(int partitions) {
    newestSubmitNs = new long[partitions];
    Arrays.fill(newestSubmitNs, Long.MIN_VALUE);
  }

  /** A record that was submitted at {@code submittedNs} has its first receipt. */
  void acknowledged(int partition, long submittedNs) {
    lock.lock();
    try {
      acknowledged++;
      if (submittedNs > newestSubmitNs[partition]) {
        newestSubmitNs[partition] = submittedNs;
        if (first.isEmpty() && watched.get(partition) && submittedNs >= watchedSinceNs) {
          first = Optional.of(Duration.ofNanos(System.nanoTime() - watchedSinceNs));
        }
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Records acknowledged so far. */
  long acknowledged() {
    lock.lock();
    try {
      return acknowledged;
    } finally {
      lock.unlock();
    }
  }

  /**
   * From now on looks out for the first receipt, in one of the partitions, for a record that was
   * submitted at {@code sinceNs} or later. Ends what was watched before.
   */
  void watch(BitSet partitions, long sinceNs) {
    lock.lock();
    try {
      watched = (BitSet) partitions.clone();
      watchedSinceNs = sinceNs;
      first = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for what is watched.
   *
   * @return how long after the begin of the watch that was; empty if it was not within {@code max}
   *     from now on
   */
  Optional<Duration> awaitFirst(Duration max) throws InterruptedException {
    lock.lock();
    try {
      await(() -> first.isPresent(), System.nanoTime() + max.toNanos());
      return first;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until each of the partitions has acknowledged a record submitted at {@code sinceNs} or
   * later.
   *
   * @return how long after {@code sinceNs} that was seen; empty if it was not within {@code max} of
   *     it
   */
  Optional<Duration> awaitAll(BitSet partitions, long sinceNs, Duration max)
      throws InterruptedException {
    lock.lock();
    try {
      boolean all =
          await(
              () -> partitions.stream().allMatch(p -> newestSubmitNs[p] >= sinceNs),
              sinceNs + max.toNanos());
      return all ? Optional.of(Duration.ofNanos(System.nanoTime() - sinceNs)) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the condition holds; returns whether it did in time. */
  private boolean await(BooleanSupplier condition, long deadlineNs) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      long leftNs = deadlineNs - System.nanoTime();
      if (leftNs <= 0) {
        return false;
      }
      var unused = changed.await(leftNs, TimeUnit.NANOSECONDS);
    }
    return true;
  }

  /** All partitions. */
  BitSet all() {
    var all = new BitSet();
    all.set(0, newestSubmitNs.length);
    return all;
  }
}
