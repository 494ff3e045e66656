// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.processor.StoragePolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;

/**
 * Which blocks of a log may be given up: by number, age and size, whichever says the most. Knows
 * the log as runs of blocks, and never gives up part of a run. Not thread-safe: confined to one
 * actor.
 */
final class Retention {
  /** Above so many runs, each becomes twice as long. */
  static final int RUNS_MAX = 4_096;

  /** Blocks of a run at first: as many as the store deletes at once. */
  static final int RUN_BLOCKS = 64;

  /** A run lasts no longer than this part of the age that blocks may have. */
  private static final int AGE_PARTS = 16;

  /**
   * Blocks in a row.
   *
   * @param last number of the last one
   * @param atMs when that one was committed
   * @param bytes all of them together, as stored
   */
  record Run(long last, long atMs, long bytes) {}

  private final long blocks;
  private final long ageMs;
  private final long bytes;
  private final ArrayDeque<Run> runs = new ArrayDeque<>();
  private int runBlocks = RUN_BLOCKS;

  /** Blocks of the last run, which goes on until it is full, or long. */
  private int open;

  private long openSinceMs;

  /** What the job says, and where it says nothing, the node. */
  Retention(StoragePolicy policy, PartitionSettings settings) {
    Duration age = policy.retainAge().isZero() ? settings.retainAge() : policy.retainAge();
    this.blocks = settings.retainBlocks();
    this.ageMs = age.toMillis();
    this.bytes = policy.retainBytes() == 0 ? settings.retainBytes() : policy.retainBytes();
  }

  /** Whether blocks are given up for their age. */
  boolean isByAge() {
    return ageMs > 0;
  }

  /** The last block that may go for its age; 0 if none may. */
  long tooOld(long nowMs) {
    long last = 0;
    for (Run run : runs) {
      if (ageMs == 0 || run.atMs() > nowMs - ageMs) {
        break;
      }
      last = run.last();
    }
    return last;
  }

  /** Whether times and sizes of blocks matter. */
  boolean isByRun() {
    return ageMs > 0 || bytes > 0;
  }

  /** A block is committed, behind those before it. */
  void committed(long block, long atMs, long storedBytes) {
    if (!isByRun()) {
      return;
    }
    if (open > 0 && open < runBlocks && !isLong(atMs)) {
      Run run = runs.removeLast();
      runs.addLast(new Run(block, atMs, run.bytes() + storedBytes));
      open++;
    } else {
      runs.addLast(new Run(block, atMs, storedBytes));
      open = 1;
      openSinceMs = atMs;
      if (runs.size() > RUNS_MAX) {
        merge();
      }
    }
  }

  /** Whether a run that goes on until then would keep its first blocks for much too long. */
  private boolean isLong(long atMs) {
    return ageMs > 0 && atMs - openSinceMs >= ageMs / AGE_PARTS;
  }

  /** What lies before the first block that {@link #committed} told of, in order. */
  void before(Collection<Run> older) {
    var all = new ArrayDeque<>(older);
    all.addAll(runs);
    runs.clear();
    runs.addAll(all);
  }

  private void merge() {
    var merged = new ArrayDeque<Run>();
    while (runs.size() > 2) {
      Run first = runs.removeFirst();
      Run second = runs.removeFirst();
      merged.addLast(new Run(second.last(), second.atMs(), first.bytes() + second.bytes()));
    }
    merged.addAll(runs);
    runs.clear();
    runs.addAll(merged);
    runBlocks *= 2;
  }

  /** Blocks up to this one are given up. */
  void truncated(long upTo) {
    while (!runs.isEmpty() && runs.getFirst().last() <= upTo) {
      runs.removeFirst();
    }
    if (runs.isEmpty()) {
      open = 0;
    }
  }

  /**
   * The last block that may go.
   *
   * @param committed the last one there is
   * @return 0 or less if none may
   */
  long giveUp(long committed, long nowMs) {
    long byNumber = blocks > 0 ? committed - blocks : 0;
    long kept = 0;
    for (Run run : runs) {
      kept += run.bytes();
    }
    long byRun = 0;
    Iterator<Run> oldest = runs.iterator();
    while (oldest.hasNext()) {
      Run run = oldest.next();
      kept -= run.bytes();
      boolean tooOld = ageMs > 0 && run.atMs() <= nowMs - ageMs;
      boolean tooMuch = bytes > 0 && kept >= bytes;
      if (!tooOld && !tooMuch) {
        break;
      }
      byRun = run.last();
    }
    return Math.max(byNumber, byRun);
  }
}
