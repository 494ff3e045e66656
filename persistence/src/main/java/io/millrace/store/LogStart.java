// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

/**
 * Where a log begins: what a recovery starts from, and which blocks are gone. Part of the head, so
 * it changes only with a commit.
 *
 * @param newest the newest snapshot
 * @param older the one before it, for when the newest turns out damaged
 * @param truncated blocks up to this number are given up; nobody may count on them
 * @param swept their rows are deleted up to this number, not above {@code truncated}
 */
public record LogStart(SnapshotRef newest, SnapshotRef older, long truncated, long swept) {
  /** Everything is there, no snapshot. */
  public static final LogStart GENESIS = new LogStart(SnapshotRef.NONE, SnapshotRef.NONE, 0, 0);

  public LogStart {
    if (newest.exists()
        ? older.exists() && older.sequence() >= newest.sequence()
        : older.exists()) {
      throw new IllegalArgumentException(
          "older: " + older.sequence() + " (expected: below newest, " + newest.sequence() + ")");
    }
    if (truncated < 0 || truncated > older.sequence()) {
      throw new IllegalArgumentException(
          "truncated: " + truncated + " (expected: 0 to older, " + older.sequence() + ")");
    }
    if (swept < 0 || swept > truncated) {
      throw new IllegalArgumentException(
          "swept: " + swept + " (expected: 0 to truncated, " + truncated + ")");
    }
  }

  /** This with a newer snapshot; the one that was newest is the older one now. */
  public LogStart withSnapshot(SnapshotRef snapshot) {
    return withSnapshot(snapshot, newest);
  }

  /**
   * This with a newer snapshot and another one to fall back to.
   *
   * @param good one that is known to be readable, or none: a damaged one must not stay beside the
   *     newest, or the next damage would be the last
   */
  public LogStart withSnapshot(SnapshotRef snapshot, SnapshotRef good) {
    return new LogStart(snapshot, good, truncated, swept);
  }

  /**
   * This with more blocks given up, once the rows of those given up before are deleted.
   *
   * @param upTo not above the older snapshot: blocks after it must stay for as long as the newest
   *     one may turn out damaged
   */
  public LogStart truncate(long upTo) {
    return new LogStart(newest, older, upTo, truncated);
  }
}
