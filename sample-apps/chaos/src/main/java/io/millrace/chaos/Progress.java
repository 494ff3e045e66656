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

/**
 * How far acknowledgements have got in each partition, and who waits for them to get on.
 * Thread-safe.
 */
final class Progress {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final long[] newestSubmitNs;
  private long acknowledged;

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
   * Waits until one of the partitions has acknowledged a record submitted at {@code sinceNs} or
   * later.
   *
   * @return how long after {@code sinceNs} that was; empty if it was not within {@code max} of it
   */
  Optional<Duration> awaitFirst(BitSet partitions, long sinceNs, Duration max)
      throws InterruptedException {
    return await(partitions, sinceNs, max, 1);
  }

  /** The same, until all of them have. */
  Optional<Duration> awaitAll(BitSet partitions, long sinceNs, Duration max)
      throws InterruptedException {
    return await(partitions, sinceNs, max, partitions.cardinality());
  }

  /** All partitions. */
  BitSet all() {
    var all = new BitSet();
    all.set(0, newestSubmitNs.length);
    return all;
  }

  private Optional<Duration> await(BitSet partitions, long sinceNs, Duration max, int enough)
      throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        long nowNs = System.nanoTime();
        long reached = partitions.stream().filter(p -> newestSubmitNs[p] >= sinceNs).count();
        if (reached >= enough) {
          return Optional.of(Duration.ofNanos(nowNs - sinceNs));
        }
        long leftNs = sinceNs + max.toNanos() - nowNs;
        if (leftNs <= 0) {
          return Optional.empty();
        }
        var unused = changed.await(leftNs, TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }
}
