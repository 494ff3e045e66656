// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session's lock, and what is to be told to others once it is free: foreign code never runs under
 * it. Reentrant.
 */
final class SessionLock {
  private final ReentrantLock lock = new ReentrantLock();
  private List<Runnable> deferred = new ArrayList<>();

  /** A condition to wait for under the lock. */
  Condition newCondition() {
    return lock.newCondition();
  }

  void lock() {
    lock.lock();
  }

  /** Frees the lock; the thread that frees it last then runs what was put off. */
  void unlock() {
    List<Runnable> due = List.of();
    if (lock.getHoldCount() == 1 && !deferred.isEmpty()) {
      due = deferred;
      deferred = new ArrayList<>();
    }
    lock.unlock();
    due.forEach(Runnable::run);
  }

  /** Puts a task off until the lock is free; called under it. The task must not throw. */
  void afterwards(Runnable task) {
    deferred.add(task);
  }
}
