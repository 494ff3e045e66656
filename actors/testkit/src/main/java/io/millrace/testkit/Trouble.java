// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

/** What goes wrong behind or within each step of a run. */
enum Trouble {
  /** Nothing. */
  NONE("", ""),

  /** Nothing, once more. */
  NONE_AGAIN(
      "when the same input was run a second time",
      "The processor depends on something beside record and context: randomness, the system's"
          + " clock (context has one), a static or captured field that is still there from the"
          + " first run, or a supplier that gives the same instance twice."),

  /**
   * A crash; the log is replayed. Behind each fiftieth step there is none, so that the log gets a
   * snapshot and a long run stays short.
   */
  CRASH_BEHIND(
      "with a crash and a recovery behind every step",
      "The processor keeps facts in fields: a crash empties them. Facts about records belong into"
          + " the key's state."),

  /** A crash before the step is committed, which happens again then. */
  CRASH_WITHIN(
      "with a crash before the commit of every step, which then ran again",
      "The try whose effect was lost left a trace: a static or captured field, a supplier that"
          + " gives the same instance twice, or something outside."),

  /** Snapshots, and a crash behind every second step; the newest snapshot is taken back. */
  SNAPSHOT(
      "with snapshots and a crash behind every second step",
      "The processor keeps facts in fields: a crash empties them. Facts about records belong into"
          + " the key's state."),

  /** Nothing, but many steps commit as one. */
  ONE_BLOCK(
      "when many steps committed as one block",
      "The processor writes into bytes that it gave away in an earlier effect: an array wrapped as"
          + " a ByteString without a copy, and used again."),

  /** Every record comes several times. */
  TWICE(
      "when every record was delivered twice",
      "A record that comes again must not reach the processor: please report this.");

  private static final int SNAPSHOT_BLOCKS = 50;

  /** The log learns of a snapshot with the block behind it, so that one must not crash. */
  private static final int SNAPSHOT_STEPS = 2;

  /** How the run differed, for a message. */
  final String how;

  /** What is probably wrong then. */
  final String hint;

  Trouble(String how, String hint) {
    this.how = how;
    this.hint = hint;
  }

  /** Whether there is a crash behind a step. */
  boolean isCrashBehind(long step) {
    return (this == CRASH_BEHIND && step % SNAPSHOT_BLOCKS != 0)
        || (this == SNAPSHOT && step % SNAPSHOT_STEPS == 0);
  }

  /** A snapshot is taken behind so many blocks. */
  int snapshotBlocks() {
    return this == SNAPSHOT ? 1 : SNAPSHOT_BLOCKS;
  }
}
