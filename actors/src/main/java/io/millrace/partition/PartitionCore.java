// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.OpenBlock.Waiter;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.Figures;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerExpired;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.Quarantined;
import io.millrace.partition.ProducerWatermarks.Progress;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Processor;
import io.millrace.serde.UnreadableStateException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One partition's decisions: what is new, what is seen, what goes into which block, who is answered
 * when. Pure: no thread, clock, randomness, actor or database; time comes in, effects go out
 * through {@link Effects}. The actor and a simulation are two shells around it. Not thread-safe.
 *
 * <p>A batch is taken only if it follows what the producer last got in here. Records run at once;
 * their effects wait in the open block. Sealed blocks are on their way to the store, several at a
 * time, in order; only when the head has passed a block are its batches answered, so an answer
 * never speaks of anything that a crash could take back.
 *
 * <p>A processor that cannot read a key's state ends the term, and so does a disk with cold keys
 * that fails: {@link UnreadableStateException} or {@link MillraceException} comes out of the call,
 * and {@link #abandon} is all that may follow.
 *
 * @param <C> how a caller is reached
 */
public final class PartitionCore<C> {
  private static final int BUSY_RETRY_MS = 20;
  private static final int FULL_RETRY_MS = 1_000;
  private static final long QUARANTINE_PAGE_BYTES = 1 << 20;

  /** What the core wants done. */
  public interface Effects<C> {
    /** Tells a caller something. */
    void reply(C caller, PartitionReply reply);

    /** Sends a block on its way to the store, after those sealed before. */
    void seal(Block block);

    /** Calls {@link #lingered} after a while; zero: behind what is queued already. */
    void startLinger(Duration wait);

    /** Calls {@link #retry} after a while. */
    void startRetry(Duration wait);

    /** A snapshot is due: takes the state away and says {@link #snapshotEnded} at the end. */
    void snapshot(SnapshotCut cut);
  }

  private final PartitionId partition;
  private final PartitionSettings settings;
  private final ErrorPolicy errors;
  private final PartitionState state;
  private final ProducerWatermarks producers;
  private final RecordRunner runner;
  private final Ward ward;
  private final BlockLine<C> line;
  private final ArrayDeque<Batch<C>> backlog = new ArrayDeque<>();
  private long backlogBytes;
  private @Nullable Batch<C> retrying;

  /** A partition of which nothing is known yet; all its keys stay in memory. */
  public PartitionCore(
      PartitionId partition, Processor processor, ErrorPolicy errors, PartitionSettings settings) {
    this(partition, processor, errors, settings, StateBudget.unbounded().open());
  }

  /** A partition of which nothing is known yet; what its keys take is bounded by the share. */
  public PartitionCore(
      PartitionId partition,
      Processor processor,
      ErrorPolicy errors,
      PartitionSettings settings,
      StateShare share) {
    this.partition = partition;
    this.settings = settings;
    this.errors = errors;
    this.state = new PartitionState(partition, settings, share);
    this.producers = state.producers;
    this.runner = new RecordRunner(processor, settings, state.keys);
    this.ward = new Ward(state.quarantine, runner, errors);
    this.line = new BlockLine<>(partition, settings, state);
  }

  /** What the partition remembers, to be filled before {@link #begin}. */
  PartitionState state() {
    return state;
  }

  /**
   * Begins to serve under a term; all committed blocks have been replayed.
   *
   * @param truncated blocks up to this number are gone
   */
  void begin(Epoch term, long truncated) {
    line.begin(term);
    if (truncated > 0) {
      state.keys.truncate(truncated);
    }
  }

  /** Opens a producer: older openings of it are fenced from now on. */
  public void openProducer(String producer, ProducerEpoch opening, C caller, Effects<C> effects) {
    Optional<Progress> met = meet(producer, opening, NotTaken.ANY_ATTEMPT, caller, effects);
    met.ifPresent(
        progress ->
            effects.reply(
                caller, new ProducerOpened(partition, progress.committed(), progress.applied())));
  }

  /** The progress under an opening; empty if the caller was told why there is none. */
  private Optional<Progress> meet(
      String producer, ProducerEpoch opening, int attempt, C caller, Effects<C> effects) {
    if (producers.isExpired(producer, opening)) {
      effects.reply(caller, new ProducerExpired(partition, producer));
      return Optional.empty();
    }
    if (producers.isFull(producer)) {
      String reason =
          "partition knows " + settings.producersMax() + " producers (producers-max) already";
      effects.reply(caller, new NotTaken(partition, attempt, reason, FULL_RETRY_MS));
      return Optional.empty();
    }
    Progress progress = producers.meet(producer, opening);
    if (progress.epoch().number() > opening.number()) {
      effects.reply(caller, new ProducerFenced(partition, producer, progress.epoch().number()));
      return Optional.empty();
    }
    return Optional.of(progress);
  }

  /**
   * Takes in a batch.
   *
   * @param previous sequence of the producer's record before the first one here
   * @param attempt echoed if the batch is not taken
   * @param records at least one, sequences ascending
   * @param nowMs wall clock, for the block's time only: no order depends on it
   */
  public void append(
      String producer,
      ProducerEpoch opening,
      long previous,
      int attempt,
      List<DataRecord> records,
      C caller,
      long nowMs,
      Effects<C> effects) {
    var batch = new Batch<>(producer, opening, previous, attempt, records, caller);
    if (retrying == null) {
      admit(batch, nowMs, effects);
    } else if (backlogBytes >= settings.uncommittedBytesMax()) {
      effects.reply(caller, busy(attempt));
    } else {
      backlog.addLast(batch);
      backlogBytes += batch.bytes();
    }
  }

  private void admit(Batch<C> batch, long nowMs, Effects<C> effects) {
    Optional<Progress> met =
        meet(batch.producer, batch.opening, batch.attempt, batch.caller, effects);
    if (met.isEmpty()) {
      return;
    }
    Progress progress = met.get();
    if (batch.last() <= progress.applied()) {
      answerSeen(progress, batch, effects);
    } else if (batch.previous > progress.applied()) {
      effects.reply(batch.caller, new Expected(partition, batch.attempt, progress.applied()));
    } else if (line.bytes() >= settings.uncommittedBytesMax()) {
      effects.reply(batch.caller, busy(batch.attempt));
    } else if (state.isFull()) {
      String reason = state.reasonFull();
      effects.reply(batch.caller, new NotTaken(partition, batch.attempt, reason, FULL_RETRY_MS));
    } else {
      advance(batch, progress, nowMs, effects);
      line.sealIfDue(nowMs, effects);
    }
  }

  private void advance(Batch<C> batch, Progress progress, long nowMs, Effects<C> effects) {
    while (batch.next < batch.records.size()) {
      DataRecord record = batch.records.get(batch.next);
      if (record.sequence() <= progress.applied()) {
        batch.duplicates++;
        batch.next++;
        continue;
      }
      if (line.isSwollen()) {
        if (line.isFull()) {
          effects.reply(batch.caller, busy(batch.attempt));
          return;
        }
        line.seal(nowMs, effects);
        if (producers.isExpired(batch.producer, batch.opening)) {
          // It came back at the very moment at which it expired.
          effects.reply(batch.caller, new ProducerExpired(partition, batch.producer));
          return;
        }
      }
      if (!decide(batch, record, nowMs)) {
        retrying = batch;
        effects.startRetry(errors.backoff().multipliedBy(1L << (batch.tries - 1)));
        return;
      }
      producers.apply(progress, record.sequence());
      line.open().countRecord();
      batch.next++;
      batch.tries = 0;
    }
    line.open().add(new Waiter<>(batch.caller, batch.last(), batch.duplicates, batch.refusals));
  }

  /** Runs a record, parks it or gives it up; false if it is to be tried again. */
  private boolean decide(Batch<C> batch, DataRecord record, long nowMs) {
    if (ward.parks(record.key())) {
      batch.refusals.add(ward.park(batch.producer, record, nowMs, line.open()));
      return true;
    }
    Optional<Throwable> failure;
    try {
      failure = runner.run(batch.producer, record, line.open(), batch.refusals);
    } catch (UnreadableStateException | MillraceException stop) {
      // Whoever catches it abandons the partition; then the batch's sender is told as well.
      retrying = batch;
      throw stop;
    }
    if (failure.isEmpty()) {
      return true;
    }
    batch.tries++;
    if (batch.tries <= errors.retries() && RecordRunner.mayPass(failure.get())) {
      return false;
    }
    batch.refusals.add(
        ward.admit(batch.producer, record, failure.get(), batch.tries, nowMs, line.open()));
    return true;
  }

  /** The pause before another try is over. */
  public void retry(long nowMs, Effects<C> effects) {
    Batch<C> batch = retrying;
    retrying = null;
    if (batch != null) {
      meet(batch.producer, batch.opening, batch.attempt, batch.caller, effects)
          .ifPresent(progress -> advance(batch, progress, nowMs, effects));
      line.sealIfDue(nowMs, effects);
    }
    while (retrying == null && !backlog.isEmpty()) {
      Batch<C> next = backlog.removeFirst();
      backlogBytes -= next.bytes();
      admit(next, nowMs, effects);
    }
  }

  private NotTaken busy(int attempt) {
    return new NotTaken(
        partition,
        attempt,
        "partition has " + (line.bytes() + backlogBytes) + " uncommitted bytes",
        BUSY_RETRY_MS);
  }

  /** A batch that was taken in before: durable already, or as soon as the newest block is. */
  private void answerSeen(Progress progress, Batch<C> batch, Effects<C> effects) {
    int count = batch.records.size();
    if (batch.last() <= progress.committed()) {
      effects.reply(
          batch.caller,
          new Committed(
              partition, line.epoch(), state.committedBlock(), batch.last(), count, List.of()));
      return;
    }
    if (line.isWaiting(batch.caller, batch.last())) {
      // Sent again while the store is slow: one answer is enough, and waiters must not pile up.
      return;
    }
    line.newest().add(new Waiter<>(batch.caller, batch.last(), count, List.of()));
  }

  /** Tells about records in quarantine. */
  public void listQuarantine(long after, int most, C caller, Effects<C> effects) {
    var entries = state.quarantine.after(after, most, QUARANTINE_PAGE_BYTES);
    long last = entries.isEmpty() ? after : entries.get(entries.size() - 1).id();
    boolean more = state.quarantine.isAnyAfter(last);
    line.answerWhenDurable(caller, new Quarantined(partition, entries, more), effects);
  }

  /** Empties quarantine. */
  public void actOnQuarantine(
      QuarantineAction action, List<Long> ids, C caller, long nowMs, Effects<C> effects) {
    var done = ward.act(partition, action, ids, nowMs, settings.uncommittedBytesMax(), line.open());
    line.answerWhenDurable(caller, done, effects);
    line.sealIfDue(nowMs, effects);
  }

  /** The linger time is over. */
  public void lingered(long nowMs, Effects<C> effects) {
    line.lingered(nowMs, effects);
  }

  /**
   * The head has passed a block, the next in order.
   *
   * @param rawBytes its bytes before compression
   * @param storedBytes the same as stored
   */
  public void committed(
      long block, long rawBytes, long storedBytes, long nowMs, Effects<C> effects) {
    line.committed(block, rawBytes, storedBytes, nowMs, effects);
  }

  /**
   * The snapshot is in the log's head, or given up.
   *
   * @param truncated blocks up to this number are gone by now
   */
  public void snapshotEnded(boolean taken, long truncated) {
    line.snapshotEnded(taken, truncated);
  }

  /** The store does not answer: tells everyone who waits, once each. */
  public void storeTrouble(String reason, int retryAfterMs, Effects<C> effects) {
    for (C caller : line.waiting()) {
      effects.reply(caller, new PartitionReply.Waiting(partition, reason, retryAfterMs));
    }
  }

  /** The partition ends here: whoever waits must ask the next owner. Each is told once. */
  public void abandon(String reason, int retryAfterMs, Effects<C> effects) {
    Set<C> callers = line.waiting();
    if (retrying != null) {
      callers.add(retrying.caller);
    }
    backlog.forEach(batch -> callers.add(batch.caller));
    for (C caller : callers) {
      effects.reply(caller, NotTaken.any(partition, reason, retryAfterMs));
    }
    line.forgetCallers();
    retrying = null;
    backlog.clear();
  }

  /** Whether nothing waits to become durable. */
  public boolean idle() {
    return line.isIdle();
  }

  /** Where the newest main result of a key lies; not taken if the block demanded is to come. */
  public PartitionReply find(ByteString key, long atLeast) {
    if (atLeast > state.committedBlock()) {
      String reason = "block " + atLeast + " is not committed yet";
      return new NotTaken(partition, NotTaken.ANY_ATTEMPT, reason, BUSY_RETRY_MS);
    }
    KeyTable.Entry entry = state.keys.peek(key);
    return entry == null || !state.keys.isThere(entry.block())
        ? new Found(partition, line.epoch(), state.committedBlock(), 0, 0)
        : new Found(partition, line.epoch(), state.committedBlock(), entry.block(), entry.index());
  }

  /** The term, NONE until it serves. */
  public Epoch epoch() {
    return line.epoch();
  }

  /** Number of the last committed block. */
  public long committedBlock() {
    return state.committedBlock();
  }

  /** Counts over all committed blocks. */
  public Figures figures() {
    return state.figures();
  }
}
