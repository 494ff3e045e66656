// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.Question;
import io.millrace.partition.PartitionReply.NotTaken;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;

/** What a partition can be told. */
public sealed interface PartitionCommand {
  /**
   * What others may tell it, from any node. Each names the partition, which checks that it is it.
   */
  sealed interface Request extends PartitionCommand, WireMessage {
    /** The partition that is meant. */
    PartitionId partition();

    /** Who gets the replies. */
    ActorRef<PartitionReply> replyTo();

    /** Which sending it belongs to; a refusal echoes it. */
    default int attempt() {
      return NotTaken.ANY_ATTEMPT;
    }

    /** Tells the caller that this partition does not take it. */
    default void refuse(PartitionId by, String reason, int retryAfterMs) {
      replyTo().tell(new NotTaken(by, attempt(), reason, retryAfterMs));
    }
  }

  /** Opens a producer here and asks how far it got. */
  record OpenProducer(
      PartitionId partition, String producer, ProducerEpoch epoch, ActorRef<PartitionReply> replyTo)
      implements Request {}

  /**
   * Records of one producer, in order.
   *
   * @param previous sequence of the producer's record before the first one in this partition, 0 if
   *     there is none
   * @param attempt which sending of its unanswered batches this belongs to; echoed by refusals, so
   *     that late ones of an earlier sending can be told apart
   * @param records at least one
   */
  record Append(
      PartitionId partition,
      String producer,
      ProducerEpoch epoch,
      long previous,
      int attempt,
      List<DataRecord> records,
      ActorRef<PartitionReply> replyTo)
      implements Request {
    public Append {
      if (records.isEmpty()) {
        throw new IllegalArgumentException("records: empty (expected: at least 1)");
      }
    }

    /** Highest sequence of the batch. */
    public long last() {
      return records.get(records.size() - 1).sequence();
    }
  }

  /**
   * Asks where the newest main result of a key lies.
   *
   * @param atLeast the answer must reflect this block; if it is not committed yet, ask again
   */
  record Find(PartitionId partition, ByteString key, long atLeast, ActorRef<PartitionReply> replyTo)
      implements Request {}

  /**
   * Asks to be told of the next commit.
   *
   * @param reader who asks; its newest question counts
   * @param after the answer comes as soon as a block behind this one is committed
   */
  record AwaitCommit(
      PartitionId partition, UUID reader, long after, ActorRef<PartitionReply> replyTo)
      implements Request {}

  /**
   * Asks for records in quarantine.
   *
   * @param after id before the first one wanted, 0 for the first
   * @param most how many, from 1
   */
  record ListQuarantine(
      PartitionId partition, long after, int most, ActorRef<PartitionReply> replyTo)
      implements Request {}

  /** What can be done with a record in quarantine. */
  enum QuarantineAction {
    /** Run the processor on it again, and on those parked behind it. */
    REDRIVE,
    /** Forget it, and run those parked behind it. */
    DROP
  }

  /**
   * Empties quarantine.
   *
   * @param ids which records, at least one
   */
  record ActOnQuarantine(
      PartitionId partition,
      QuarantineAction action,
      List<Long> ids,
      ActorRef<PartitionReply> replyTo)
      implements Request {
    public ActOnQuarantine {
      ids = List.copyOf(ids);
      if (ids.isEmpty()) {
        throw new IllegalArgumentException("ids: none (expected: at least 1)");
      }
    }
  }

  /**
   * Asks the processor what it knows of keys, and changes nothing.
   *
   * @param questions at least one; the answers come in their order
   */
  record Ask(PartitionId partition, List<Question> questions, ActorRef<PartitionReply> replyTo)
      implements Request {
    public Ask {
      questions = List.copyOf(questions);
      if (questions.isEmpty()) {
        throw new IllegalArgumentException("questions: none (expected: at least 1)");
      }
    }
  }

  /** Asks for the partition's figures. */
  record Describe(PartitionId partition, ActorRef<PartitionReply> replyTo) implements Request {}

  /** What the partition's actor tells itself. */
  non-sealed interface Own extends PartitionCommand {}

  /**
   * Ends the partition on this node: nothing new, a short wait for what is on its way, then stop.
   */
  enum HandOver implements PartitionCommand {
    INSTANCE
  }
}
