// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.OpenBlock.Waiter;
import io.millrace.partition.PartitionCore.Effects;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerExpired;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.ProducerWatermarks.Progress;
import io.millrace.processor.ErrorPolicy;
import io.millrace.serde.UnreadableStateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes producers' batches in, record by record and timer by timer: what is new, what is seen, what
 * must wait behind a record or timer that is tried again. Not thread-safe: confined to one actor.
 *
 * @param <C> how a caller is reached
 */
final class Intake<C> {
  private static final int BUSY_RETRY_MS = 20;
  private static final int FULL_RETRY_MS = 1_000;

  private final PartitionId partition;
  private final PartitionSettings settings;
  private final ErrorPolicy errors;
  private final PartitionState state;
  private final ProducerWatermarks producers;
  private final RecordRunner runner;
  private final Ward ward;
  private final BlockLine<C> line;
  private final Alarm<C> alarm;
  private final Backlog<C> backlog = new Backlog<>();
  private boolean late;

  Intake(
      PartitionId partition,
      PartitionSettings settings,
      ErrorPolicy errors,
      PartitionState state,
      RecordRunner runner,
      Ward ward,
      BlockLine<C> line,
      Alarm<C> alarm) {
    this.partition = partition;
    this.settings = settings;
    this.errors = errors;
    this.state = state;
    this.producers = state.producers;
    this.runner = runner;
    this.ward = ward;
    this.line = line;
    this.alarm = alarm;
  }

  /** Whether a record or timer must be tried again before anything else. */
  boolean isStalled() {
    return !backlog.isFlowing() || alarm.isWaiting();
  }

  /** Opens a producer: older openings of it are fenced from now on. */
  void openProducer(String producer, ProducerEpoch opening, C caller, Effects<C> effects) {
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
   * @param nowMs wall clock, for the block's time and timers: the order of records does not depend
   *     on it
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
    var batch = new Batch<>(producer, opening, previous, attempt, records, caller);
    if (!isStalled()) {
      admit(batch, nowMs, effects);
    } else if (backlog.bytes() >= settings.uncommittedBytesMax()) {
      effects.reply(caller, busy(attempt));
    } else {
      backlog.add(batch);
    }
  }

  private void admit(Batch<C> batch, long nowMs, Effects<C> effects) {
    holding(batch, effects, progress -> admit(batch, progress, nowMs, effects));
  }

  private void admit(Batch<C> batch, Progress progress, long nowMs, Effects<C> effects) {
    if (batch.last() <= progress.applied()) {
      line.answerSeen(progress.committed(), batch, effects);
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

  /** Does something under the progress of the batch's producer, unless there is none. */
  private void holding(Batch<C> batch, Effects<C> effects, Consumer<Progress> task) {
    try {
      meet(batch.producer, batch.opening, batch.attempt, batch.caller, effects).ifPresent(task);
    } catch (UnreadableStateException | MillraceException stop) {
      // Whoever catches it abandons the partition; then the batch's sender is told as well.
      backlog.hold(batch);
      throw stop;
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
      if (!alarm.fireDue(nowMs, effects)) {
        backlog.hold(batch);
        return;
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
      if (line.isOutboxFull()) {
        effects.reply(batch.caller, line.nextIsBehind(batch.attempt));
        return;
      }
      if (!decide(batch, record, nowMs)) {
        backlog.hold(batch);
        effects.startRetry(errors.backoff().multipliedBy(1L << (batch.tries - 1)));
        return;
      }
      state.applied(progress, record);
      line.open().countRecord();
      batch.next++;
      batch.tries = 0;
      if (late) {
        // The next record may take as long: whoever else waits for the partition comes first.
        late = false;
        backlog.rest();
        effects.startRetry(Duration.ZERO);
        if (batch.next < batch.records.size()) {
          backlog.hold(batch);
          return;
        }
      }
    }
    line.open().add(new Waiter<>(batch.caller, batch.last(), batch.duplicates, batch.refusals));
    alarm.fireDue(nowMs, effects);
  }

  /** Runs a record, parks it or gives it up; false if it is to be tried again. */
  private boolean decide(Batch<C> batch, DataRecord record, long nowMs) {
    if (ward.parks(record.key())) {
      batch.refusals.add(ward.park(batch.producer, record, nowMs, line.open()));
      return true;
    }
    Optional<Throwable> failure = runner.run(batch.producer, record, line.open(), batch.refusals);
    if (failure.isEmpty()) {
      return true;
    }
    batch.tries++;
    late = failure.get() instanceof DeadlineException;
    if (batch.tries <= errors.retries() && RecordRunner.mayPass(failure.get())) {
      return false;
    }
    batch.refusals.add(
        ward.admit(batch.producer, record, failure.get(), batch.tries, nowMs, line.open()));
    return true;
  }

  /** The pause before another try, or after a record that took too long, is over. */
  void retry(long nowMs, Effects<C> effects) {
    alarm.endWait();
    if (!alarm.fireDue(nowMs, effects)) {
      return;
    }
    Batch<C> batch = backlog.release();
    if (batch != null) {
      holding(batch, effects, progress -> advance(batch, progress, nowMs, effects));
    }
    line.sealIfDue(nowMs, effects);
    while (!isStalled()) {
      Batch<C> next = backlog.next();
      if (next == null) {
        return;
      }
      admit(next, nowMs, effects);
    }
  }

  private NotTaken busy(int attempt) {
    return new NotTaken(
        partition,
        attempt,
        "partition has " + (line.bytes() + backlog.bytes()) + " uncommitted bytes",
        BUSY_RETRY_MS);
  }

  /** Nobody waits any more; everyone whose batch waited in here is added. */
  void clear(Set<C> callers) {
    backlog.clear(callers);
  }
}
