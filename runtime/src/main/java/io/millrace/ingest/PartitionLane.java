// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.model.DataRecord;
import io.millrace.model.PackedRecords;
import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Refused;
import io.millrace.v1.Answers;
import io.millrace.v1.Receipt;
import io.millrace.v1.Refusal;
import java.util.ArrayDeque;
import java.util.List;

/**
 * One producer's way to one partition: groups records into batches, keeps each batch until it is
 * answered, and sends all unanswered ones again, in order, when the partition asks for that or says
 * nothing. Not thread-safe: confined to one session.
 *
 * <p>Grouping: a batch goes when it is full, when nothing is on its way, or when the session's
 * linger is over.
 */
final class PartitionLane {
  /** Sends a batch to the partition's owner. */
  interface Sender {
    void send(PartitionId partition, long previous, int attempt, List<DataRecord> records);
  }

  private record Batch(long previous, PackedRecords records) {
    long first() {
      return records.sequence(0);
    }

    long last() {
      return records.sequence(records.size() - 1);
    }

    long bytes() {
      return records.weight();
    }
  }

  private static final int LENGTH_AT_ONCE_MAX = 4 << 10;
  private static final int RECORDS_EXPECTED_MAX = 64;

  private final PartitionId partition;
  private final IngestSettings settings;
  private final Sender sender;
  private final ArrayDeque<Batch> sent = new ArrayDeque<>();

  /** Batches to be, all but the last one full. */
  private final ArrayDeque<PackedRecords.Builder> pending = new ArrayDeque<>();

  /** As the newest batch had, and an eighth more. */
  private int lengthExpected;

  /** The same, but little enough to be made for each of many partitions. */
  private int recordsExpected;

  private long sentBytes;
  private long pendingBytes;
  private long previous;
  private int attempt;
  private boolean opened;
  private String whyUnopened = "no sign of its owner";
  private boolean paused;
  private long lastSignNanos;

  PartitionLane(PartitionId partition, IngestSettings settings, Sender sender) {
    this.partition = partition;
    this.settings = settings;
    this.sender = sender;
  }

  PartitionId partition() {
    return partition;
  }

  boolean isOpened() {
    return opened;
  }

  /**
   * The partition has opened the producer and committed its records up to {@code committed}. What
   * it has taken in beyond that must not be built upon: another owner may have to do without.
   */
  void open(long committed) {
    opened = true;
    previous = committed;
  }

  /** The owner would not open the producer just now. */
  void openingRefused(String reason) {
    whyUnopened = reason;
  }

  /** The partition and why it has not opened the producer, as far as it said. */
  String whyUnopened() {
    return "partition " + partition.number() + ": " + whyUnopened;
  }

  /** Bytes not yet answered. */
  long bytes() {
    return sentBytes + pendingBytes;
  }

  boolean isIdle() {
    return sent.isEmpty() && pending.isEmpty();
  }

  /** Whether records wait for their batch to fill. */
  boolean lingers() {
    return opened && !pending.isEmpty();
  }

  /** Adds a record; sequences ascend. Nothing is sent before the partition has opened. */
  void add(PackedRecords from, int index) {
    int weight = from.weight(index);
    PackedRecords.Builder last = pending.peekLast();
    if (last == null
        || last.size() == settings.batchRecords()
        || last.weight() + weight > settings.batchBytes()) {
      // Little at once for each of many partitions; then as much as the batch most likely gets.
      int atOnce = Math.min(lengthExpected, LENGTH_AT_ONCE_MAX);
      last = new PackedRecords.Builder(atOnce, lengthExpected, recordsExpected);
      pending.addLast(last);
    }
    last.add(from, index);
    pendingBytes += weight;
  }

  /**
   * Sends what may go now.
   *
   * @param lingerOver whether batches go that are not full while others are on their way
   */
  void pump(long nowNanos, boolean lingerOver) {
    while (opened
        && !pending.isEmpty()
        && !paused
        && sentBytes < settings.partitionBytesMax()
        && (sent.isEmpty() || lingerOver || pendingBytes >= settings.batchBytes())) {
      Batch batch = nextBatch();
      if (sent.isEmpty()) {
        lastSignNanos = nowNanos;
      }
      sent.addLast(batch);
      sentBytes += batch.bytes();
      sender.send(partition, batch.previous(), attempt, batch.records());
    }
  }

  private Batch nextBatch() {
    PackedRecords.Builder next = pending.removeFirst();
    // Sequences that are sent again lie at or below what the partition has: it tells them by their
    // own numbers, so the claim about what came before them must not reach past them.
    long before = Math.min(previous, next.firstSequence() - 1);
    pendingBytes -= next.weight();
    lengthExpected = next.length() + next.length() / 8;
    recordsExpected = Math.min(next.size(), RECORDS_EXPECTED_MAX);
    var batch = new Batch(before, next.build());
    previous = Math.max(previous, batch.last());
    return batch;
  }

  /**
   * Moves what the commit answers into the answers; nothing if it was answered before.
   *
   * @return nanoseconds since the owner's sign before it, or since there was something to answer; 0
   *     if it answered nothing
   */
  long committed(Committed reply, long nowNanos, Answers.Builder answers) {
    long since = nowNanos - lastSignNanos;
    lastSignNanos = nowNanos;
    if (sent.isEmpty() || sent.getFirst().last() > reply.last()) {
      return 0;
    }
    long first = sent.getFirst().first();
    Receipt.Builder receipt =
        answers
            .addReceiptsBuilder()
            .setPartition(partition.number())
            .setEpoch(reply.epoch().value())
            .setBlock(reply.block())
            .setFirstSequence(first)
            .setDuplicates(reply.duplicates());
    long at = first;
    while (!sent.isEmpty() && sent.getFirst().last() <= reply.last()) {
      Batch batch = sent.removeFirst();
      sentBytes -= batch.bytes();
      for (int i = 0; i < batch.records().size(); i++) {
        long sequence = batch.records().sequence(i);
        if (sequence != at) {
          receipt.addSteps(sequence - at);
          at = sequence;
        }
      }
    }
    receipt.setLastSequence(at);
    for (Refused refused : reply.refusals()) {
      answers.addRefusals(
          Refusal.newBuilder().setSequence(refused.sequence()).setReason(refused.reason()));
    }
    return since;
  }

  /**
   * The partition lacks records before a batch of the current attempt: sends all again. An owner
   * that lacks what another one has committed is out of date and would lack it again at once: then
   * the lane pauses.
   *
   * @param applied what the partition has taken in
   * @return whether the lane pauses now
   */
  boolean expected(int ofAttempt, long applied, long nowNanos) {
    if (ofAttempt != attempt || paused || sent.isEmpty()) {
      return false;
    }
    if (applied < sent.getFirst().previous()) {
      return notTaken(ofAttempt);
    }
    sendAgain(nowNanos);
    return false;
  }

  /** Whether the lane pauses now, because a batch of the current attempt was not taken. */
  boolean notTaken(int ofAttempt) {
    if (paused || sent.isEmpty() || (ofAttempt >= 0 && ofAttempt != attempt)) {
      return false;
    }
    paused = true;
    return true;
  }

  /** The pause is over. */
  void resume(long nowNanos) {
    paused = false;
    sendAgain(nowNanos);
  }

  /** The owner has the batches and waits for the store. */
  void waiting(long nowNanos) {
    lastSignNanos = nowNanos;
  }

  /** Whether the owner has given no sign for too long; then all is sent again. */
  boolean sendAgainIfSilent(long nowNanos) {
    boolean silent =
        !sent.isEmpty() && !paused && nowNanos - lastSignNanos > settings.answerTimeout().toNanos();
    if (silent) {
      sendAgain(nowNanos);
    }
    return silent;
  }

  private void sendAgain(long nowNanos) {
    attempt = attempt == Integer.MAX_VALUE ? 0 : attempt + 1;
    lastSignNanos = nowNanos;
    for (Batch batch : sent) {
      sender.send(partition, batch.previous(), attempt, batch.records());
    }
  }

  /** Lets go of records between two sequences, both included, that were never sent. */
  void forgetUnsent(long first, long last) {
    if (opened) {
      return;
    }
    var all = List.copyOf(pending);
    pending.clear();
    pendingBytes = 0;
    for (PackedRecords.Builder each : all) {
      PackedRecords batch = each.build();
      for (int i = 0; i < batch.size(); i++) {
        if (batch.sequence(i) < first || batch.sequence(i) > last) {
          add(batch, i);
        }
      }
    }
  }

  /** Lets go of all records; nothing is sent any more. */
  void clear() {
    sent.clear();
    pending.clear();
    sentBytes = 0;
    pendingBytes = 0;
  }
}
