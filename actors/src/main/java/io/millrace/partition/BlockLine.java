// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.Question;
import io.millrace.partition.OpenBlock.Answer;
import io.millrace.partition.OpenBlock.Waiter;
import io.millrace.partition.PartitionCore.Effects;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.PartitionReply.NotTaken;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open block and the sealed ones on their way: decides what is sealed when, tells those who
 * wait for a block once it is committed, and begins snapshots between two blocks. Not thread-safe:
 * confined to one actor.
 *
 * @param <C> how a caller is reached
 */
final class BlockLine<C> {
  private static final int NOT_YET_RETRY_MS = 20;

  private final PartitionId partition;
  private final PartitionSettings settings;
  private final PartitionState state;
  private final OnTheWay<C> onTheWay = new OnTheWay<>();
  private OpenBlock<C> open = new OpenBlock<>();
  private boolean lingering;
  private @Nullable SnapshotCut cut;
  private Epoch epoch = Epoch.NONE;

  BlockLine(PartitionId partition, PartitionSettings settings, PartitionState state) {
    this.partition = partition;
    this.settings = settings;
    this.state = state;
  }

  /** Blocks are sealed under this term from now on. */
  void begin(Epoch term) {
    epoch = term;
  }

  /** The term, NONE until it begins. */
  Epoch epoch() {
    return epoch;
  }

  /** The block that is being filled. */
  OpenBlock<C> open() {
    return open;
  }

  /** About how many bytes are not committed yet. */
  long bytes() {
    return onTheWay.bytes() + open.bytes();
  }

  /** Whether as many blocks are on their way as may be. */
  boolean isFull() {
    return onTheWay.size() >= settings.inFlightBlocksMax();
  }

  /**
   * Whether the open block must go before anything else: the outputs are far larger than the
   * inputs, or only committed blocks make room for more state.
   */
  boolean isSwollen() {
    return open.bytes() >= settings.uncommittedBytesMax()
        || (state.keys.isPressed() && !open.isEmpty());
  }

  /** Whether nothing waits to become durable. */
  boolean isIdle() {
    return onTheWay.isEmpty() && open.isEmpty();
  }

  /** Whether the caller waits for that sequence already. */
  boolean isWaiting(C caller, long last) {
    return onTheWay.isWaiting(caller, last) || open.isWaiting(caller, last);
  }

  /** The block with which everything that was decided so far becomes durable. */
  OpenBlock<C> newest() {
    return open.isEmpty() ? onTheWay.newest().orElse(open) : open;
  }

  /**
   * Answers a batch that was taken in before: durable already, or as soon as the newest block is.
   *
   * @param committed how far its producer's records are
   */
  void answerSeen(long committed, Batch<C> batch, Effects<C> effects) {
    int count = batch.records.size();
    if (batch.last() <= committed) {
      effects.reply(
          batch.caller,
          new Committed(partition, epoch, state.committedBlock(), batch.last(), count, List.of()));
      return;
    }
    if (isWaiting(batch.caller, batch.last())) {
      // Sent again while the store is slow: one answer is enough, and waiters must not pile up.
      return;
    }
    newest().add(new Waiter<>(batch.caller, batch.last(), count, List.of()));
  }

  /** Whether the partition owes as much to other stages as it may. */
  boolean isOutboxFull() {
    return state.outbox.bytes() >= settings.outboxBytesMax();
  }

  /** What a sender is told whose records have no room in the outbox. */
  NotTaken nextIsBehind(int attempt) {
    String reason =
        "outbox is full: the next stage is behind by " + state.outbox.bytes() + " bytes";
    return new NotTaken(partition, attempt, reason, NOT_YET_RETRY_MS);
  }

  /** Says something once everything that was decided so far is durable. */
  void answerWhenDurable(C caller, PartitionReply reply, Effects<C> effects) {
    if (isIdle()) {
      effects.reply(caller, reply);
    } else {
      newest().add(new Answer<>(caller, reply));
    }
  }

  /**
   * The block with which everything becomes durable that an answer to these questions may speak of;
   * empty if it is so already.
   */
  Optional<OpenBlock<C>> newestAbout(List<Question> questions) {
    return open.isAbout(questions) ? Optional.of(open) : onTheWay.newestAbout(questions);
  }

  /** How many answers wait until what was decided before them is durable. */
  int answersWaiting() {
    return onTheWay.answers() + open.answers().size();
  }

  /** Where the newest main result of a key lies; not taken if the block demanded is to come. */
  PartitionReply find(ByteString key, long atLeast) {
    if (atLeast > state.committedBlock()) {
      String reason = "block " + atLeast + " is not committed yet";
      return new NotTaken(partition, NotTaken.ANY_ATTEMPT, reason, NOT_YET_RETRY_MS);
    }
    KeyTable.Entry entry = state.keys.peek(key);
    return entry == null || !state.keys.isThere(entry.block())
        ? new Found(partition, epoch, state.committedBlock(), 0, 0)
        : new Found(partition, epoch, state.committedBlock(), entry.block(), entry.index());
  }

  /** The linger time is over. */
  void lingered(long nowMs, Effects<C> effects) {
    lingering = false;
    if (!open.isEmpty() && !isFull()) {
      seal(nowMs, effects);
    }
  }

  /** The head has passed a block, which must be the next one. */
  void committed(long block, long rawBytes, long storedBytes, long nowMs, Effects<C> effects) {
    OnTheWay.Sealed first = onTheWay.first();
    if (first.sequence() != block) {
      throw new IllegalStateException(
          "committed: block " + block + " (expected: " + first.sequence() + ")");
    }
    state.producers.commit(first.marks());
    OpenBlock<C> content = onTheWay.removeFirst();
    state.passed(first, rawBytes, storedBytes);
    for (Waiter<C> w : content.waiters()) {
      effects.reply(
          w.caller(),
          new Committed(partition, epoch, block, w.last(), w.duplicates(), w.refusals()));
    }
    if (!first.outbox().isEmpty()) {
      effects.owes(first.outbox());
    }
    content.answers().forEach(answer -> effects.reply(answer.caller(), answer.reply()));
    if (cut != null && cut.sequence() == block) {
      cut.committed(state.figures());
    }
    boolean little = !open.isEmpty() && open.bytes() < settings.busyBytes();
    if (onTheWay.isEmpty() && little && settings.linger().isZero()) {
      // What little came while the commit was under way goes next.
      seal(nowMs, effects);
    } else {
      sealIfDue(nowMs, effects);
    }
  }

  /** The snapshot is in the log's head, or given up. */
  void snapshotEnded(boolean taken, long truncated) {
    if (cut == null) {
      return;
    }
    state.endCut();
    if (taken) {
      state.keys.truncate(truncated);
    } else {
      state.snapshots.givenUp();
    }
    cut = null;
  }

  /** Everyone who waits for a block, once. */
  Set<C> waiting() {
    var callers = new LinkedHashSet<C>();
    onTheWay.addCallers(callers);
    open.addCallers(callers);
    return callers;
  }

  void forgetCallers() {
    onTheWay.forgetCallers();
    open.forgetCallers();
  }

  /** Seals the open block if it is full, or sees to it that it is sealed in time. */
  void sealIfDue(long nowMs, Effects<C> effects) {
    if (open.isEmpty()) {
      return;
    }
    boolean full =
        open.bytes() >= settings.blockBytes() || open.records() >= settings.blockRecords();
    if (full && !isFull()) {
      seal(nowMs, effects);
    } else if (onTheWay.isEmpty() && !lingering) {
      lingering = true;
      // Much came during one commit: more will come soon, and a fuller block costs less per record.
      boolean busy = open.bytes() >= settings.busyBytes();
      boolean fills = busy && settings.fillWait().compareTo(settings.linger()) > 0;
      effects.startLinger(fills ? settings.fillWait() : settings.linger());
    }
  }

  /**
   * Sends the open block on its way; there must be room.
   *
   * @return its number
   */
  long seal(long nowMs, Effects<C> effects) {
    Block block = state.seal(open, epoch, nowMs);
    onTheWay.add(block, open);
    open = new OpenBlock<>();
    effects.seal(block);
    if (cut == null && state.isSnapshotDue()) {
      cut = state.cut();
      effects.snapshot(cut);
    }
    return block.sequence();
  }
}
