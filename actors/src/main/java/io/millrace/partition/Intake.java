// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.DataRecord;
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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private final Quarantine quarantine;
  private final RecordRunner runner;
  private final Ward ward;
  private final BlockLine<C> line;
  private final Alarm<C> alarm;
  private final ArrayDeque<Batch<C>> backlog = new ArrayDeque<>();
  private long backlogBytes;
  private @Nullable Batch<C> retrying;

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
    this.quarantine = state.quarantine;
    this.runner = runner;
    this.ward = ward;
    this.line = line;
    this.alarm = alarm;
  }

  /** Whether a record or timer must be tried again before anything else. */
  boolean isStalled() {
    return retrying != null || alarm.isWaiting();
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
      line.answerSeen(progress.committed(), batch, effects);
    } else if (batch.previous > progress.applied()) {
      effects.reply(batch.caller, new Expected(partition, batch.attempt, progress.applied()));
    } else if (line.bytes() >= settings.uncommittedBytesMax()) {
      effects.reply(batch.caller, busy(batch.attempt));
    } else if (quarantine.bytes() >= settings.quarantineBytesMax()) {
      String reason = "quarantine is full: redrive or drop records of partition " + partition;
      effects.reply(batch.caller, new NotTaken(partition, batch.attempt, reason, FULL_RETRY_MS));
    } else {
      run(batch, progress, nowMs, effects);
      line.sealIfDue(nowMs, effects);
    }
  }

  private void run(Batch<C> batch, Progress progress, long nowMs, Effects<C> effects) {
    try {
      advance(batch, progress, nowMs, effects);
    } catch (UnreadableStateException stop) {
      // Whoever catches it abandons the partition; then the batch's sender is told as well.
      retrying = batch;
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
        retrying = batch;
        return;
      }
      if (line.open().bytes() >= settings.uncommittedBytesMax()) {
        // The outputs are far larger than the inputs: the block must not grow for ever.
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
        retrying = batch;
        effects.startRetry(errors.backoff().multipliedBy(1L << (batch.tries - 1)));
        return;
      }
      state.applied(progress, record);
      line.open().countRecord();
      batch.next++;
      batch.tries = 0;
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
    if (batch.tries <= errors.retries() && RecordRunner.mayPass(failure.get())) {
      return false;
    }
    batch.refusals.add(
        ward.admit(batch.producer, record, failure.get(), batch.tries, nowMs, line.open()));
    return true;
  }

  /** The pause before another try is over. */
  void retry(long nowMs, Effects<C> effects) {
    alarm.endWait();
    if (!alarm.fireDue(nowMs, effects)) {
      return;
    }
    Batch<C> batch = retrying;
    retrying = null;
    if (batch != null) {
      meet(batch.producer, batch.opening, batch.attempt, batch.caller, effects)
          .ifPresent(progress -> run(batch, progress, nowMs, effects));
    }
    line.sealIfDue(nowMs, effects);
    while (!isStalled() && !backlog.isEmpty()) {
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

  /** Adds everyone whose batch waits in here. */
  void addCallers(Set<C> callers) {
    if (retrying != null) {
      callers.add(retrying.caller);
    }
    backlog.forEach(batch -> callers.add(batch.caller));
  }

  /** Nobody waits any more. */
  void forgetCallers() {
    retrying = null;
    backlog.clear();
  }
}
