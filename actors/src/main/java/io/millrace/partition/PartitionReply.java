// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.Answer;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.QuarantineEntry;
import java.util.List;

/** What a partition answers. */
public sealed interface PartitionReply extends WireMessage {
  /** The partition that answers. */
  PartitionId partition();

  /**
   * The producer is open here.
   *
   * @param committed highest sequence of it in committed blocks
   * @param applied highest sequence taken in, not below {@code committed}
   */
  record ProducerOpened(PartitionId partition, long committed, long applied)
      implements PartitionReply {}

  /**
   * A batch is durable.
   *
   * @param epoch the owner's term
   * @param block the committed block that all its records are in or before
   * @param last highest sequence of the batch
   * @param duplicates how many of its records had been taken in before
   * @param refusals records whose effect is nothing but a refusal
   */
  record Committed(
      PartitionId partition,
      Epoch epoch,
      long block,
      long last,
      int duplicates,
      List<Refused> refusals)
      implements PartitionReply {}

  /**
   * A refused record.
   *
   * @param sequence its sequence
   * @param reason in words for people
   */
  record Refused(long sequence, String reason) {}

  /**
   * A batch was not taken because records before it are missing.
   *
   * @param attempt the batch's
   * @param applied highest sequence taken in: go on after it
   */
  record Expected(PartitionId partition, int attempt, long applied) implements PartitionReply {}

  /**
   * The request was not taken; send it again after a while.
   *
   * @param attempt the batch's, or {@link #ANY_ATTEMPT}
   * @param reason in words for people
   * @param retryAfterMs milliseconds to wait
   */
  record NotTaken(PartitionId partition, int attempt, String reason, int retryAfterMs)
      implements PartitionReply {
    /** Whatever was sent before is not taken. */
    public static final int ANY_ATTEMPT = -1;

    /** Whatever was sent before is not taken. */
    static NotTaken any(PartitionId partition, String reason, int retryAfterMs) {
      return new NotTaken(partition, ANY_ATTEMPT, reason, retryAfterMs);
    }
  }

  /**
   * The batch was taken and waits for the store; it need not be sent again.
   *
   * @param reason in words for people
   * @param retryAfterMs milliseconds until the owner tries again
   */
  record Waiting(PartitionId partition, String reason, int retryAfterMs)
      implements PartitionReply {}

  /**
   * A newer opening of the producer took over.
   *
   * @param epochNumber its number
   */
  record ProducerFenced(PartitionId partition, String producer, long epochNumber)
      implements PartitionReply {}

  /**
   * The producer was idle here for longer than its retention; under this incarnation nobody can
   * tell any more which of its records took effect.
   */
  record ProducerExpired(PartitionId partition, String producer) implements PartitionReply {}

  /**
   * Some of the partition's quarantine.
   *
   * @param entries by id
   * @param more whether there are others behind them
   */
  record Quarantined(PartitionId partition, List<QuarantineEntry> entries, boolean more)
      implements PartitionReply {}

  /**
   * Records left quarantine, or were tried again; durable.
   *
   * @param redriven took effect now, parked ones that waited behind them included
   * @param failed failed again and stay
   * @param dropped are gone
   * @param unknown ids that are not there, or are parked behind another one
   * @param left ids for which there was no room in one block: ask again
   */
  record QuarantineDone(
      PartitionId partition,
      int redriven,
      int failed,
      int dropped,
      List<Long> unknown,
      List<Long> left)
      implements PartitionReply {
    public QuarantineDone {
      unknown = List.copyOf(unknown);
      left = List.copyOf(left);
    }
  }

  /**
   * Where a key's newest main result lies.
   *
   * @param epoch the owner's term
   * @param head last committed block when the owner answered
   * @param block the block that holds the result, 0 if the key has none
   * @param index place of the result in the block
   */
  record Found(PartitionId partition, Epoch epoch, long head, long block, int index)
      implements PartitionReply {}

  /**
   * How far the partition's log is committed.
   *
   * @param head the last committed block
   */
  record Reached(PartitionId partition, long head) implements PartitionReply {}

  /**
   * What the processor said to questions; all that it went by is committed.
   *
   * @param epoch the owner's term
   * @param answers in the order of the questions
   */
  record Answered(PartitionId partition, Epoch epoch, List<Answer> answers)
      implements PartitionReply {
    public Answered {
      answers = List.copyOf(answers);
    }
  }

  /**
   * The partition's figures: counts since genesis, bytes of all blocks.
   *
   * @param quiet whether it takes no records and everything it took in is committed
   */
  record Described(
      PartitionId partition, String owner, Epoch epoch, long head, Figures figures, boolean quiet)
      implements PartitionReply {}

  /**
   * Counts over all committed blocks.
   *
   * @param records records that took effect
   * @param results results of every tag
   * @param keys keys that have state or a main result
   * @param rawBytes bytes before compression
   * @param storedBytes bytes as stored
   * @param failed records that ever went to quarantine because the processor failed
   * @param quarantined records that lie in quarantine now, parked ones included
   */
  record Figures(
      long records,
      long results,
      long keys,
      long rawBytes,
      long storedBytes,
      long failed,
      long quarantined) {
    /** Nothing yet. */
    public static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0);
  }
}
