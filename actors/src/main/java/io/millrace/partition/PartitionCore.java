// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.Question;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionReply.Described;
import io.millrace.partition.PartitionReply.Figures;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.Quarantined;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Processor;
import io.millrace.processor.TimePolicy;
import io.millrace.serde.UnreadableStateException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

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

    /** Calls {@link #timersDue} after a while; may be asked for again before that. */
    void startTimers(Duration wait);

    /** Whether no timer may fire at present; it is asked again within seconds. */
    boolean isPaused();

    /**
     * Records owed to other stages are committed: they may be sent. Whoever sends them says {@link
     * #delivered}; whoever does not leaves them in the outbox.
     */
    default void owes(List<OutboxRecord> committed) {}

    /** A snapshot is due: takes the state away and says {@link #snapshotEnded} at the end. */
    void snapshot(SnapshotCut cut);
  }

  private final PartitionId partition;
  private final PartitionSettings settings;
  private final PartitionState state;
  private final Quarantine quarantine;
  private final Ward ward;
  private final CallWatch watch;
  private final BlockLine<C> line;
  private final Alarm<C> alarm;
  private final Intake<C> intake;
  private final Questions<C> questions;
  private final CommitWaiters<C> readers;

  /**
   * A partition of which nothing is known yet, of a job of one stage with the usual time policy;
   * its processor may take any time, and all its keys stay in memory.
   */
  public PartitionCore(
      PartitionId partition, Processor processor, ErrorPolicy errors, PartitionSettings settings) {
    this(
        partition,
        processor,
        errors,
        TimePolicy.DEFAULT,
        settings,
        Routes.NONE,
        CallWatch.OFF,
        StateBudget.unbounded().open());
  }

  /**
   * A partition of which nothing is known yet.
   *
   * @param routes where the stage's outputs go
   * @param watch sees to the processor's deadline
   * @param share bounds what its keys take
   */
  public PartitionCore(
      PartitionId partition,
      Processor processor,
      ErrorPolicy errors,
      TimePolicy time,
      PartitionSettings settings,
      Routes routes,
      CallWatch watch,
      StateShare share) {
    this.partition = partition;
    this.settings = settings;
    this.state = new PartitionState(partition, settings, time, share);
    this.quarantine = state.quarantine;
    this.watch = watch;
    var runner = new RecordRunner(processor, settings, state, routes, watch);
    this.ward = new Ward(quarantine, runner, errors);
    this.line = new BlockLine<>(partition, settings, state);
    this.alarm = new Alarm<>(settings, errors, state, runner, ward, line);
    this.readers = new CommitWaiters<>(partition, settings.ask().waitingMax());
    this.questions = new Questions<>(partition, settings.ask(), runner, line);
    this.intake = new Intake<>(partition, settings, errors, state, runner, ward, line, alarm);
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

  /** Begins to look after the timers that were recovered; call it once, behind {@link #begin}. */
  public void resume(long nowMs, Effects<C> effects) {
    endTurn(nowMs, effects);
  }

  private void endTurn(long nowMs, Effects<C> effects) {
    if (!intake.isStalled()) {
      alarm.endTurn(nowMs, effects);
    }
  }

  /** Opens a producer: older openings of it are fenced from now on. */
  public void openProducer(String producer, ProducerEpoch opening, C caller, Effects<C> effects) {
    intake.openProducer(producer, opening, caller, effects);
  }

  /**
   * Takes in a batch.
   *
   * @param previous sequence of the producer's record before the first one here
   * @param attempt echoed if the batch is not taken
   * @param records at least one, sequences ascending
   * @param nowMs wall clock, for the block's time and timers: the order of records does not depend
   *     on it
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
    state.clock(nowMs);
    alarm.beginTurn();
    intake.append(producer, opening, previous, attempt, records, caller, nowMs, effects);
    endTurn(nowMs, effects);
  }

  /** The pause before another try, or after a record that took too long, is over. */
  public void retry(long nowMs, Effects<C> effects) {
    state.clock(nowMs);
    alarm.beginTurn();
    intake.retry(nowMs, effects);
    endTurn(nowMs, effects);
  }

  /** Timers may be due. */
  public void timersDue(long nowMs, Effects<C> effects) {
    state.clock(nowMs);
    alarm.woken();
    if (!intake.isStalled()) {
      alarm.beginTurn();
      alarm.fireDue(nowMs, effects);
      line.sealIfDue(nowMs, effects);
      endTurn(nowMs, effects);
    }
  }

  /** What is owed to other stages and not delivered; all committed before the first append. */
  public List<OutboxRecord> owed() {
    return state.outbox.owed();
  }

  /** A partition of another stage has everything up to this outbox sequence in committed blocks. */
  public void delivered(int target, long sequence) {
    state.outbox.delivered(target, sequence);
  }

  /** Tells about records in quarantine. */
  public void listQuarantine(long after, int most, C caller, Effects<C> effects) {
    var entries = quarantine.after(after, most, QUARANTINE_PAGE_BYTES);
    long last = entries.isEmpty() ? after : entries.get(entries.size() - 1).id();
    boolean more = quarantine.isAnyAfter(last);
    line.answerWhenDurable(caller, new Quarantined(partition, entries, more), effects);
  }

  /** Empties quarantine. */
  public void actOnQuarantine(
      QuarantineAction action, List<Long> ids, C caller, long nowMs, Effects<C> effects) {
    state.clock(nowMs);
    boolean hold =
        line.isOutboxFull() || (action == QuarantineAction.REDRIVE && state.keys.isFull());
    long bytesMax = hold ? 0 : settings.uncommittedBytesMax();
    var done = ward.act(partition, action, ids, nowMs, bytesMax, line.open());
    line.answerWhenDurable(caller, done, effects);
    line.sealIfDue(nowMs, effects);
    endTurn(nowMs, effects);
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
    readers.committed(block, effects);
    endTurn(nowMs, effects);
  }

  /**
   * The snapshot is in the log's head, or given up.
   *
   * @param truncated blocks up to this number are gone by now
   */
  public void snapshotEnded(boolean taken, long truncated) {
    line.snapshotEnded(taken, truncated);
  }

  /** Blocks up to this number are gone by now. */
  void truncated(long upTo) {
    state.keys.truncate(upTo);
  }

  /** Whether a block sealed now would have a snapshot taken behind it. */
  boolean isSnapshotDue(long nowMs) {
    state.clock(nowMs);
    return state.isSnapshotDue();
  }

  /**
   * Seals a block without anything in it, for what a commit brings beside. Only while {@link
   * #idle}.
   *
   * @return its number
   */
  long sealEmpty(long nowMs, Effects<C> effects) {
    if (!idle()) {
      throw new IllegalStateException("empty block (expected: nothing else on its way)");
    }
    return line.seal(nowMs, effects);
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
    intake.clear(callers);
    readers.moveTo(callers);
    for (C caller : callers) {
      effects.reply(caller, NotTaken.any(partition, reason, retryAfterMs));
    }
    line.forgetCallers();
    watch.close();
  }

  /** Whether nothing waits to become durable. */
  public boolean idle() {
    return line.isIdle();
  }

  /** Where the newest main result of a key lies; not taken if the block demanded is to come. */
  public PartitionReply find(ByteString key, long atLeast) {
    return line.find(key, atLeast);
  }

  /**
   * Tells a reader as soon as a block behind the one it knows is committed.
   *
   * @param after the block that it knows, 0 for none
   */
  public void awaitCommit(UUID reader, long after, C caller, Effects<C> effects) {
    readers.add(reader, after, committedBlock(), caller, effects);
  }

  /** Has the processor answer questions, in their order; changes nothing. */
  public void ask(List<Question> asked, C caller, long nowMs, Effects<C> effects) {
    state.clock(nowMs);
    questions.ask(asked, caller, effects);
  }

  /** What there is to say about the partition; see {@link Term#described}. */
  Described described(String node, boolean paused) {
    boolean quiet = paused && idle() && owed().isEmpty();
    return new Described(partition, node, epoch(), committedBlock(), figures(), quiet);
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
