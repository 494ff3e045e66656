// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The end of a partition's log, and who may move it: the one row that is only ever changed by
 * compare-and-set.
 *
 * @param partition whose log
 * @param epoch the owner's term; {@link Epoch#NONE} if the partition was never claimed
 * @param owner random token of the claim that began the term
 * @param sequence number of the last committed block; 0 if there is none
 * @param chain hash over all committed blocks; empty if there is none
 * @param epochStarts for each epoch that committed anything, the number of its first block; epochs
 *     whose last block is truncated are left out
 * @param start what a recovery starts from, and which blocks are gone
 * @param packed which blocks lie in packs, not above {@code sequence}
 */
public record Head(
    PartitionId partition,
    Epoch epoch,
    UUID owner,
    long sequence,
    ByteString chain,
    Map<Long, Long> epochStarts,
    LogStart start,
    Packed packed) {
  private static final UUID NOBODY = new UUID(0, 0);

  public Head {
    if (sequence < 0) {
      throw new IllegalArgumentException("sequence: " + sequence + " (expected: >= 0)");
    }
    if (start.newest().sequence() > sequence) {
      throw new IllegalArgumentException(
          "start.newest: " + start.newest().sequence() + " (expected: at most " + sequence + ")");
    }
    if (packed.upTo() > sequence) {
      throw new IllegalArgumentException(
          "packed: " + packed.upTo() + " (expected: at most " + sequence + ")");
    }
    epochStarts = Collections.unmodifiableMap(new TreeMap<>(epochStarts));
  }

  /** The head of a log of which nothing is packed. */
  public Head(
      PartitionId partition,
      Epoch epoch,
      UUID owner,
      long sequence,
      ByteString chain,
      Map<Long, Long> epochStarts,
      LogStart start) {
    this(partition, epoch, owner, sequence, chain, epochStarts, start, Packed.NONE);
  }

  /** The head of a partition that nobody ever claimed. */
  public static Head unclaimed(PartitionId partition) {
    return new Head(partition, Epoch.NONE, NOBODY, 0, ByteString.EMPTY, Map.of(), LogStart.GENESIS);
  }

  /** This head under a new term. */
  public Head claimedBy(UUID newOwner) {
    return new Head(partition, epoch.next(), newOwner, sequence, chain, epochStarts, start, packed);
  }

  /** This head with other blocks in packs. */
  public Head withPacked(Packed now) {
    return new Head(partition, epoch, owner, sequence, chain, epochStarts, start, now);
  }

  /** The head after this one's owner committed the blocks up to {@code upTo}. */
  public Head extend(long upTo, ByteString newChain) {
    return extend(upTo, newChain, start);
  }

  /**
   * The same, with a new beginning of the log: it rides on a commit, since a compare-and-set that
   * left the sequence alone could come true a second time, late, and take the beginning back.
   */
  public Head extend(long upTo, ByteString newChain, LogStart newStart) {
    if (upTo <= sequence) {
      throw new IllegalArgumentException("upTo: " + upTo + " (expected: > " + sequence + ")");
    }
    var starts = new TreeMap<>(epochStarts);
    starts.putIfAbsent(epoch.value(), sequence + 1);
    trim(starts, newStart.truncated());
    return new Head(partition, epoch, owner, upTo, newChain, starts, newStart, packed);
  }

  /** Drops the epochs of which no block is left. */
  private static void trim(TreeMap<Long, Long> starts, long truncated) {
    while (starts.size() > 1) {
      long second = starts.higherEntry(starts.firstKey()).getValue();
      if (second > truncated + 1) {
        return;
      }
      starts.pollFirstEntry();
    }
  }

  /**
   * Checks that a compare-and-set may move this head to the other one at all.
   *
   * @throws IllegalArgumentException if it is of another term or does not lie further on
   */
  public void checkSuccessor(Head next) {
    if (!next.partition.equals(partition) || !sameTerm(next) || next.sequence <= sequence) {
      throw new IllegalArgumentException(
          "next: "
              + next.partition
              + " epoch "
              + next.epoch.value()
              + " sequence "
              + next.sequence
              + " (expected: the same term, further than "
              + partition
              + " epoch "
              + epoch.value()
              + " sequence "
              + sequence
              + ")");
    }
  }

  /** Whether the other head is of the same term of the same owner. */
  public boolean sameTerm(Head other) {
    return epoch.equals(other.epoch) && owner.equals(other.owner);
  }

  /**
   * The epoch whose block counts at a committed number: the greatest one that starts at or before
   * it. Rows of other epochs at that number are orphans.
   *
   * @param block 1 to {@link #sequence}
   */
  public Epoch epochOf(long block) {
    long found = 0;
    for (var start : epochStarts.entrySet()) {
      if (start.getValue() <= block) {
        found = start.getKey();
      }
    }
    return new Epoch(found);
  }
}
