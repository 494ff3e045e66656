// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One partition's part of a node's {@link StateBudget}. One thread at a time, which may change from
 * call to call; only {@link #close} and {@link #ask} may come from others meanwhile.
 *
 * <p>What is counted is told to the budget in steps, so counting costs no more than an addition;
 * the budget may be passed by a step for each partition.
 */
public final class StateShare implements AutoCloseable {
  private static final int SLACK = 32;
  private static final int RECOVERY_SLACK = 8;

  private final StateBudget budget;
  private final long step;
  private long used;
  private volatile long told;
  private long onDisk;
  private boolean over;
  private boolean full;
  private volatile boolean asked;
  private volatile Runnable onAsked = () -> {};
  private @Nullable ColdKeys cold;
  private boolean closed;

  StateShare(StateBudget budget, long step) {
    this.budget = budget;
    this.step = step;
  }

  /** Runs, on any thread, when others need what this one uses beyond its share. */
  void onAsked(Runnable task) {
    onAsked = task;
  }

  /** Begins anew: nothing is counted, and cold keys are forgotten. */
  synchronized void reset() {
    used = 0;
    tell();
    over = false;
    full = false;
    asked = false;
    budget.addDisk(-onDisk);
    onDisk = 0;
    if (cold != null) {
      cold.clear();
    }
  }

  /** So many bytes more in memory, or fewer. */
  void count(long bytes) {
    used += bytes;
    if (used - told >= step || told - used >= step) {
      tell();
    }
  }

  /** So many bytes more on disk, or fewer. */
  synchronized void countOnDisk(long bytes) {
    checkOpen();
    onDisk += bytes;
    budget.addDisk(bytes);
  }

  private synchronized void tell() {
    checkOpen();
    long total = budget.addMemory(used - told);
    told = used;
    over = total > budget.memoryMax();
    // What is there no more, since blocks were truncated, makes room without a look at the disk.
    full &= over;
  }

  private void checkOpen() {
    if (closed) {
      throw MillraceException.of(Kind.UNAVAILABLE, "partition has left this node");
    }
  }

  /** Whether {@link #excess} may be positive. */
  boolean isOver() {
    return over || asked;
  }

  /** How many bytes should leave memory now. */
  long excess() {
    tell();
    asked = false;
    full = false;
    if (!over) {
      return 0;
    }
    if (!budget.hasDisk(1)) {
      full = true;
      return 0;
    }
    long fair = budget.fairShare();
    if (used <= fair) {
      over = false;
      budget.askOthers();
      return 0;
    }
    long max = budget.memoryMax();
    long needed = budget.memoryUsed() - (max - max / SLACK);
    return Math.min(needed, used - (fair - fair / SLACK));
  }

  /** Another partition needs what this one uses beyond its share. */
  void ask() {
    if (told > budget.fairShare() && !asked) {
      asked = true;
      onAsked.run();
    }
  }

  /** Whether a key of this size may go to disk; if not, the share is full. */
  boolean mayPutOnDisk(long bytes) {
    full = !budget.hasDisk(bytes);
    return !full;
  }

  /** The place for cold keys; there must be room on disk. */
  synchronized ColdKeys cold() {
    checkOpen();
    if (cold == null) {
      ColdKeys.Store store = budget.store();
      if (store == null) {
        throw new IllegalStateException("cold keys: no store (expected: one)");
      }
      cold = store.openKeys();
    }
    return cold;
  }

  /** Whether memory is used up and nothing can go to disk. */
  boolean isFull() {
    return full;
  }

  /** What a partition says that is full. */
  String reason() {
    return "no room for more state: "
        + budget.describe()
        + ": raise one of them and restart, or add a node; nothing is lost meanwhile";
  }

  /**
   * Refuses a partition of which it is known beforehand that it does not fit.
   *
   * @param estimate at least so many bytes of keys and states
   * @throws MillraceException BUSY
   */
  void expect(long estimate) {
    if (estimate > budget.free()) {
      throw tooLarge(estimate);
    }
  }

  /**
   * Refuses a partition that turns out not to fit while it recovers. A little more than the maximum
   * passes, so that one that was full when it ended can start again, to be read.
   *
   * @param part how much of it is taken back, 0 to 1
   * @throws MillraceException BUSY
   */
  void checkFits(double part) {
    if (full && budget.memoryUsed() > budget.memoryMax() + budget.memoryMax() / RECOVERY_SLACK) {
      throw tooLarge((long) ((used + onDisk) / part));
    }
  }

  private MillraceException tooLarge(long estimate) {
    return MillraceException.of(
            Kind.BUSY, "state does not fit this node", new StateTooLargeException())
        .with("estimate", estimate + " bytes of keys and states at least")
        .with("budget", budget.describe())
        .with("expected", "more of either, or more nodes; nothing is lost meanwhile");
  }

  /** Gives back all that is used and forgets the cold keys; again: nothing. Any thread. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    budget.addMemory(-told);
    told = 0;
    budget.addDisk(-onDisk);
    budget.closed(this);
    if (cold != null) {
      cold.close();
    }
  }
}
