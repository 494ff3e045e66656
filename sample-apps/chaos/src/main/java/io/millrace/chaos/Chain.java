// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.codec.Dictionaries;
import io.millrace.model.MillraceException;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import java.util.Optional;

/**
 * Checks one partition's blocks against each other and against the head: numbers without gaps,
 * epochs that never sink, each header naming the hash over all before it. Not thread-safe.
 */
final class Chain {
  private final Head head;
  private final Verdict verdict;
  private ByteString chain = ByteString.EMPTY;
  private long sequence;
  private long epoch;

  Chain(Head head, Verdict verdict) {
    this.head = head;
    this.verdict = verdict;
  }

  /** Number of the last block taken. */
  long sequence() {
    return sequence;
  }

  /**
   * Takes the next block; empty if its bytes are not what was written.
   *
   * @param named the dictionaries that it names
   */
  Optional<Block> take(StoredBlock stored, Dictionaries named) {
    try {
      var header = BlockHeader.decode(stored.header());
      check(
          header.sequence() == sequence + 1 && stored.sequence() == header.sequence(),
          "number " + header.sequence());
      check(
          header.partition().equals(head.partition()) && header.epoch().equals(stored.epoch()),
          "identity " + header.partition() + " epoch " + header.epoch().value());
      check(
          header.epoch().value() >= epoch && header.epoch().equals(head.epochOf(header.sequence())),
          "epoch " + header.epoch().value() + " after " + epoch);
      check(header.previousChain().equals(chain), "previous chain of block " + header.sequence());
      sequence = header.sequence();
      epoch = header.epoch().value();
      chain = header.chain();
      return Optional.of(
          BlockDecoder.decode(header, stored.body(), stored.form(), BlockLimits.DEFAULT, named));
    } catch (MillraceException e) {
      check(false, e.getMessage());
      sequence = stored.sequence();
      return Optional.empty();
    }
  }

  /** Compares the end with the head. */
  void finish() {
    check(sequence == head.sequence(), "ends at " + sequence + ", head at " + head.sequence());
    check(chain.equals(head.chain()), "ends in another hash than the head's");
  }

  private void check(boolean fits, String what) {
    if (!fits) {
      verdict.found(
          Violation.CHAIN,
          "partition " + head.partition().number() + " after block " + sequence + ": " + what);
    }
  }
}
