// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.OpenBlock.Waiter;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.Figures;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.Refused;
import io.millrace.partition.PartitionReply.Waiting;
import io.millrace.partition.ProducerWatermarks.Progress;
import io.millrace.processor.Processor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
 * @param <C> how a caller is reached
 */
final class PartitionCore<C> {
  private static final int BUSY_RETRY_MS = 20;

  /** What the core wants done. */
  interface Effects<C> {
    /** Tells a caller something. */
    void reply(C caller, PartitionReply reply);

    /** Sends a block on its way to the store, after those sealed before. */
    void seal(Block block);

    /** Calls {@link #lingered} after a while; zero: behind what is queued already. */
    void startLinger(Duration wait);
  }

  private record InFlight<C>(
      Block block, List<KeyTable.@Nullable Entry> places, long bytes, List<Waiter<C>> waiters) {
    void place() {
      for (int i = 0; i < places.size(); i++) {
        KeyTable.Entry key = places.get(i);
        if (key != null) {
          key.place(block.sequence(), i);
        }
      }
    }
  }

  private final PartitionId partition;
  private final PartitionSettings settings;
  private final KeyTable keys = new KeyTable();
  private final ProducerWatermarks producers = new ProducerWatermarks();
  private final RecordRunner runner;
  private final ArrayDeque<InFlight<C>> inFlight = new ArrayDeque<>();
  private OpenBlock<C> open = new OpenBlock<>();
  private long inFlightBytes;
  private boolean lingering;
  private Epoch epoch = Epoch.NONE;
  private long committedBlock;
  private long sealedBlock;
  private long lastSealMs;
  private Figures figures = Figures.NONE;

  PartitionCore(PartitionId partition, Processor processor, PartitionSettings settings) {
    this.partition = partition;
    this.settings = settings;
    this.runner = new RecordRunner(processor, settings.outputBytesMax(), keys);
  }

  /** Takes back a committed block; in order from the first one, before {@link #begin}. */
  void replay(Block block, long rawBytes, long storedBytes) {
    block.changes().forEach(keys::apply);
    producers.replay(block.marks());
    sealedBlock = block.sequence();
    lastSealMs = block.committedAtMs();
    keys.replay(block.sequence(), block.results());
    passed(block, rawBytes, storedBytes);
  }

  /** Begins to serve under a term; all committed blocks have been replayed. */
  void begin(Epoch term) {
    epoch = term;
  }

  /** Opens a producer: older openings of it are fenced from now on. */
  void openProducer(String producer, ProducerEpoch opening, C caller, Effects<C> effects) {
    Progress progress = producers.meet(producer, opening);
    effects.reply(
        caller,
        progress.epoch().number() > opening.number()
            ? new ProducerFenced(partition, producer, progress.epoch().number())
            : new ProducerOpened(partition, progress.committed(), progress.applied()));
  }

  /**
   * Takes in a batch.
   *
   * @param previous sequence of the producer's record before the first one here
   * @param attempt echoed if the batch is not taken
   * @param records at least one, sequences ascending
   * @param nowMs wall clock, for the block's time only: no order depends on it
   */
  void append(
      String producer,
      ProducerEpoch opening,
      long previous,
      int attempt,
      List<DataRecord> records,
      C caller,
      long nowMs,
      Effects<C> effects) {
    Progress progress = producers.meet(producer, opening);
    if (progress.epoch().number() > opening.number()) {
      effects.reply(caller, new ProducerFenced(partition, producer, progress.epoch().number()));
      return;
    }
    long last = records.get(records.size() - 1).sequence();
    if (last <= progress.applied()) {
      answerSeen(progress, last, records.size(), caller, effects);
      return;
    }
    if (previous > progress.applied()) {
      effects.reply(caller, new Expected(partition, attempt, progress.applied()));
      return;
    }
    if (inFlightBytes + open.bytes() >= settings.uncommittedBytesMax()) {
      effects.reply(caller, busy(attempt));
      return;
    }
    take(producer, progress, attempt, records, caller, nowMs, effects);
    sealIfDue(nowMs, effects);
  }

  private void take(
      String producer,
      Progress progress,
      int attempt,
      List<DataRecord> records,
      C caller,
      long nowMs,
      Effects<C> effects) {
    var refusals = new ArrayList<Refused>(0);
    int duplicates = 0;
    for (DataRecord record : records) {
      if (record.sequence() <= progress.applied()) {
        duplicates++;
        continue;
      }
      if (open.bytes() >= settings.uncommittedBytesMax()) {
        // The outputs are far larger than the inputs: the block must not grow for ever.
        if (inFlight.size() >= settings.inFlightBlocksMax()) {
          effects.reply(caller, busy(attempt));
          return;
        }
        seal(nowMs, effects);
      }
      runner.run(producer, record, open, refusals);
      producers.apply(progress, record.sequence());
    }
    long last = records.get(records.size() - 1).sequence();
    open.add(new Waiter<>(caller, last, duplicates, refusals));
  }

  private NotTaken busy(int attempt) {
    return new NotTaken(
        partition,
        attempt,
        "partition has " + (inFlightBytes + open.bytes()) + " uncommitted bytes",
        BUSY_RETRY_MS);
  }

  /** A batch that was taken in before: durable already, or as soon as the newest block is. */
  private void answerSeen(Progress progress, long last, int count, C caller, Effects<C> effects) {
    if (last <= progress.committed()) {
      effects.reply(
          caller, new Committed(partition, epoch, committedBlock, last, count, List.of()));
      return;
    }
    if (isWaiting(caller, last)) {
      // Sent again while the store is slow: one answer is enough, and waiters must not pile up.
      return;
    }
    var waiter = new Waiter<>(caller, last, count, List.<Refused>of());
    if (open.isEmpty() && !inFlight.isEmpty()) {
      inFlight.getLast().waiters().add(waiter);
    } else {
      open.add(waiter);
    }
  }

  private boolean isWaiting(C caller, long last) {
    for (InFlight<C> block : inFlight) {
      if (contains(block.waiters(), caller, last)) {
        return true;
      }
    }
    return contains(open.waiters(), caller, last);
  }

  private boolean contains(List<Waiter<C>> waiters, C caller, long last) {
    for (Waiter<C> waiter : waiters) {
      if (waiter.last() == last && waiter.caller().equals(caller)) {
        return true;
      }
    }
    return false;
  }

  /** The linger time is over. */
  void lingered(long nowMs, Effects<C> effects) {
    lingering = false;
    if (!open.isEmpty() && inFlight.size() < settings.inFlightBlocksMax()) {
      seal(nowMs, effects);
    }
  }

  /**
   * The head has passed all blocks up to {@code block}.
   *
   * @param rawBytes bytes of the blocks it passed now, before compression
   * @param storedBytes the same as stored
   */
  void committed(long block, long rawBytes, long storedBytes, long nowMs, Effects<C> effects) {
    long raw = rawBytes;
    long stored = storedBytes;
    while (!inFlight.isEmpty() && inFlight.getFirst().block().sequence() <= block) {
      InFlight<C> first = inFlight.removeFirst();
      inFlightBytes -= first.bytes();
      producers.commit(first.block().marks());
      first.place();
      passed(first.block(), raw, stored);
      raw = 0;
      stored = 0;
      for (Waiter<C> w : first.waiters()) {
        effects.reply(
            w.caller(),
            new Committed(
                partition,
                epoch,
                first.block().sequence(),
                w.last(),
                w.duplicates(),
                w.refusals()));
      }
    }
    if (inFlight.isEmpty() && !open.isEmpty() && open.bytes() < settings.busyBytes()) {
      // What little came while the commit was under way goes next.
      seal(nowMs, effects);
    } else {
      sealIfDue(nowMs, effects);
    }
  }

  /** The store does not answer: tells everyone who waits, once each. */
  void storeTrouble(String reason, int retryAfterMs, Effects<C> effects) {
    for (C caller : waiting()) {
      effects.reply(caller, new Waiting(partition, reason, retryAfterMs));
    }
  }

  /** The partition ends here: whoever waits must ask the next owner. Each is told once. */
  void abandon(String reason, int retryAfterMs, Effects<C> effects) {
    for (C caller : waiting()) {
      effects.reply(caller, NotTaken.any(partition, reason, retryAfterMs));
    }
    inFlight.forEach(block -> block.waiters().clear());
    open.waiters().clear();
  }

  private Set<C> waiting() {
    var callers = new LinkedHashSet<C>();
    for (InFlight<C> block : inFlight) {
      block.waiters().forEach(w -> callers.add(w.caller()));
    }
    open.waiters().forEach(w -> callers.add(w.caller()));
    return callers;
  }

  /** Whether nothing is on its way to the store. */
  boolean idle() {
    return inFlight.isEmpty();
  }

  Found find(ByteString key) {
    KeyTable.Entry entry = keys.find(key);
    return entry == null
        ? new Found(partition, epoch, committedBlock, 0, 0)
        : new Found(partition, epoch, committedBlock, entry.block(), entry.index());
  }

  Epoch epoch() {
    return epoch;
  }

  long committedBlock() {
    return committedBlock;
  }

  Figures figures() {
    return figures;
  }

  private void sealIfDue(long nowMs, Effects<C> effects) {
    if (open.isEmpty()) {
      return;
    }
    boolean full =
        open.bytes() >= settings.blockBytes() || open.records() >= settings.blockRecords();
    if (full && inFlight.size() < settings.inFlightBlocksMax()) {
      seal(nowMs, effects);
    } else if (inFlight.isEmpty() && !lingering) {
      lingering = true;
      // Much came during one commit: more will come soon, and a fuller block costs less per record.
      boolean busy = open.bytes() >= settings.busyBytes();
      effects.startLinger(busy ? settings.fillWait() : settings.linger());
    }
  }

  private void seal(long nowMs, Effects<C> effects) {
    lastSealMs = Math.max(lastSealMs, nowMs);
    var block =
        new Block(
            partition,
            ++sealedBlock,
            epoch,
            lastSealMs,
            open.records(),
            open.results(),
            open.changes(),
            producers.takeChanges());
    inFlight.addLast(new InFlight<>(block, open.places(), open.bytes(), open.waiters()));
    inFlightBytes += open.bytes();
    open = new OpenBlock<>();
    effects.seal(block);
  }

  private void passed(Block block, long rawBytes, long storedBytes) {
    committedBlock = block.sequence();
    figures =
        new Figures(
            figures.records() + block.recordCount(),
            figures.results() + block.results().size(),
            keys.size(),
            figures.rawBytes() + rawBytes,
            figures.storedBytes() + storedBytes);
  }
}
