// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

/** What goes wrong behind or within the steps of a run. */
enum Trouble {
  /** Nothing. */
  NONE("", ""),

  /** Nothing, once more. */
  NONE_AGAIN(
      "when the same input was run a second time",
      "The processor depends on something beside record and context: randomness, the system's"
          + " clock (context has one), a static or captured field that is still there from the"
          + " first run, or a supplier that gives the same instance twice."),

  /** A crash; the log is replayed. */
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

  /**
   * So often a long run gets a snapshot, or it would replay for ever. The log learns of one with
   * the next block of the same life: two steps in a row must be quiet.
   */
  private static final int SNAPSHOT_BLOCKS = 50;

  /** How the run differed, for a message. */
  final String how;

  /** What is probably wrong then. */
  final String hint;

  Trouble(String how, String hint) {
    this.how = how;
    this.hint = hint;
  }

  /** Whether a step is troubled, from 1. */
  boolean strikes(long step) {
    return switch (this) {
      case NONE, NONE_AGAIN -> false;
      case CRASH_BEHIND, CRASH_WITHIN -> step < SNAPSHOT_BLOCKS || step % SNAPSHOT_BLOCKS > 1;
      case SNAPSHOT -> step % 2 == 0;
      case ONE_BLOCK, TWICE -> true;
    };
  }

  /** A snapshot is taken behind so many blocks. */
  int snapshotBlocks() {
    return this == SNAPSHOT ? 1 : SNAPSHOT_BLOCKS;
  }
}
