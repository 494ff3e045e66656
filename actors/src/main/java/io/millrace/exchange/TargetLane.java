// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.exchange;

import io.millrace.model.DataRecord;
import io.millrace.model.OutboxRecord;
import io.millrace.partition.Carrier.Road;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One partition's way to one target: opens the source there first, groups records into batches,
 * keeps each until it is durable, and sends all unanswered ones again, in order, when the target
 * asks for that or says nothing. Never has more than so many bytes on its way; the rest waits in
 * the outbox, whose size is bounded. Not thread-safe: confined to the source's owner.
 *
 * <p>Grouping: a batch goes when it is full, or when nothing is on its way.
 */
final class TargetLane {
  private record Batch(long previous, List<DataRecord> records, long bytes) {
    private long last() {
      return records.get(records.size() - 1).sequence();
    }
  }

  private enum State {
    /** The target does not know this term yet. */
    CLOSED,
    /** It was asked. */
    OPENING,
    OPEN,
    /** Waits before it asks again. */
    PAUSED_CLOSED,
    /** Waits before it sends again. */
    PAUSED
  }

  private final int target;
  private final ExchangeSettings settings;
  private final Road road;
  private final ArrayDeque<OutboxRecord> pending = new ArrayDeque<>();
  private final ArrayDeque<Batch> sent = new ArrayDeque<>();
  private State state = State.CLOSED;
  private long newest;
  private long pendingBytes;
  private long sentBytes;
  private int attempt;
  private int refusals;
  private long signs;
  private boolean watched;

  TargetLane(int target, ExchangeSettings settings, Road road) {
    this.target = target;
    this.settings = settings;
    this.road = road;
  }

  /**
   * Adds a record, behind those before.
   *
   * @return whether nothing else was pending
   */
  boolean add(OutboxRecord record) {
    boolean first = pending.isEmpty();
    pending.add(record);
    newest = record.record().sequence();
    pendingBytes += record.record().weight();
    return first;
  }

  /** Sequence of the newest record. */
  long newest() {
    return newest;
  }

  /** Sends what may go now. */
  void pump() {
    if (state == State.CLOSED && !pending.isEmpty()) {
      state = State.OPENING;
      road.open(target);
      watch();
    }
    while (state == State.OPEN
        && !pending.isEmpty()
        && sentBytes < settings.inFlightBytesMax()
        && (sent.isEmpty() || pendingBytes >= settings.batchBytes())) {
      Batch batch = nextBatch();
      sent.addLast(batch);
      sentBytes += batch.bytes();
      send(batch);
    }
  }

  private Batch nextBatch() {
    long previous = pending.element().previous();
    var records = new ArrayList<DataRecord>(Math.min(pending.size(), settings.batchRecords()));
    long bytes = 0;
    while (!pending.isEmpty() && records.size() < settings.batchRecords()) {
      int weight = pending.element().record().weight();
      if (bytes > 0 && bytes + weight > settings.batchBytes()) {
        break;
      }
      records.add(pending.remove().record());
      bytes += weight;
    }
    pendingBytes -= bytes;
    return new Batch(previous, records, bytes);
  }

  private void send(Batch batch) {
    road.append(target, batch.previous(), attempt, batch.records());
    watch();
  }

  /** The target knows this term, and has committed up to here what was sent in earlier ones. */
  void opened(long committed) {
    if (state != State.OPENING) {
      return;
    }
    state = State.OPEN;
    sign();
    while (!pending.isEmpty() && pending.element().record().sequence() <= committed) {
      pendingBytes -= pending.remove().record().weight();
    }
    if (committed > 0) {
      road.delivered(target, committed);
    }
    pump();
  }

  /** Everything up to here is durable in the target. */
  void committed(long last) {
    if (sent.isEmpty() || sent.getFirst().last() > last) {
      return;
    }
    sign();
    long delivered = 0;
    while (!sent.isEmpty() && sent.getFirst().last() <= last) {
      Batch batch = sent.removeFirst();
      sentBytes -= batch.bytes();
      delivered = batch.last();
    }
    road.delivered(target, delivered);
    pump();
  }

  /**
   * The target lacks records before a batch of the current attempt: sends all again. One that lacks
   * what it said was durable is out of date, and would lack it again at once: then it waits.
   *
   * @return false if it lacks such records
   */
  boolean expected(int ofAttempt, long applied) {
    if (state != State.OPEN || ofAttempt != attempt || sent.isEmpty()) {
      return true;
    }
    if (applied < sent.getFirst().previous()) {
      notTaken(ofAttempt, settings.backoffMax());
      return false;
    }
    sendAgain();
    return true;
  }

  /** A batch of the current attempt, or the opening, was not taken. */
  void notTaken(int ofAttempt, Duration wait) {
    boolean current = ofAttempt < 0 || ofAttempt == attempt;
    if (state == State.OPENING) {
      pause(State.PAUSED_CLOSED, wait);
    } else if (state == State.OPEN && current && !sent.isEmpty()) {
      pause(State.PAUSED, wait);
    }
  }

  private void pause(State paused, Duration wanted) {
    state = paused;
    signs++;
    // The longer it refuses, the less it is bothered.
    long least = settings.backoffMin().toMillis() << Math.min(refusals, 20);
    refusals++;
    long waitMs = Math.min(Math.max(least, wanted.toMillis()), settings.backoffMax().toMillis());
    road.later(Duration.ofMillis(waitMs), this::resume);
  }

  private void resume() {
    if (state == State.PAUSED_CLOSED) {
      state = State.CLOSED;
      pump();
    } else if (state == State.PAUSED) {
      state = State.OPEN;
      sendAgain();
      pump();
    }
  }

  /** The target has the batches and waits for the store. */
  void waiting() {
    signs++;
  }

  private void sign() {
    signs++;
    refusals = 0;
  }

  private void sendAgain() {
    attempt = attempt == Integer.MAX_VALUE ? 0 : attempt + 1;
    sent.forEach(this::send);
  }

  /** Sees to it that silence is noticed. */
  private void watch() {
    if (!watched) {
      watched = true;
      long before = signs;
      road.later(settings.answerTimeout(), () -> onWatch(before));
    }
  }

  private void onWatch(long before) {
    watched = false;
    if (state == State.OPENING) {
      if (signs == before) {
        road.open(target);
      }
      watch();
    } else if (state == State.OPEN && !sent.isEmpty()) {
      if (signs == before) {
        sendAgain();
      }
      watch();
    }
  }
}
