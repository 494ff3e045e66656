// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

/** The ways in which the promise can be broken. */
enum Violation {
  /** Acknowledged, and not in any committed block. */
  LOST("lost"),
  /** In committed blocks more than once. */
  TWICE("twice"),
  /** Committed, and never sent like that. */
  NEVER_SENT("never sent"),
  /** Out of one producer's order in its partition, or one left out between two. */
  PRODUCER_ORDER("producer order"),
  /** Acknowledged before another of its key was sent, and behind it all the same. */
  KEY_ORDER("key order"),
  /** A result, state or watermark that is not the fold of the records before it. */
  STATE("state"),
  /** The chain of blocks is broken: hash, number, epoch. */
  CHAIN("chain"),
  /** A gateway reads something else than what is committed. */
  READ("read"),
  /** A tail that went on across faults saw something else than what is committed. */
  TAIL("tail"),
  /** No progress within the bound after the fault was healed. */
  STALLED("stalled");

  private final String words;

  Violation(String words) {
    this.words = words;
  }

  /** For tables. */
  String words() {
    return words;
  }
}
