// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.QuarantineChange;
import io.millrace.model.QuarantineEntry;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionReply.QuarantineDone;
import io.millrace.partition.PartitionReply.Refused;
import io.millrace.processor.ErrorPolicy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of records on which the processor failed: into quarantine, those behind them of the
 * same key too if the job wants its keys' order kept, and out again. All of it is written into the
 * open block. Not thread-safe.
 */
final class Ward {
  /** A longer stack is cut: it lies in the block. */
  private static final int STACK_LENGTH_MAX = 4_000;

  private final Quarantine quarantine;
  private final RecordRunner runner;
  private final ErrorPolicy policy;

  Ward(Quarantine quarantine, RecordRunner runner, ErrorPolicy policy) {
    this.quarantine = quarantine;
    this.runner = runner;
    this.policy = policy;
  }

  /** Whether a record of the key must wait behind one in quarantine. */
  boolean parks(ByteString key) {
    return policy.later() == ErrorPolicy.Later.PARK && quarantine.first(key) != null;
  }

  /** Puts a record behind the one of its key that is in quarantine. */
  Refused park(String producer, DataRecord record, long nowMs, OpenBlock<?> open) {
    QuarantineEntry first = quarantine.first(record.key());
    String reason = "parked in quarantine behind " + (first == null ? "nothing" : first.id());
    put(
        new QuarantineEntry(
            quarantine.newId(), true, producer, record, reason, "", 0, Math.max(0, nowMs)),
        open);
    return new Refused(record.sequence(), reason);
  }

  /** Puts a record into quarantine. */
  Refused admit(
      String producer,
      DataRecord record,
      Throwable failure,
      int attempts,
      long nowMs,
      OpenBlock<?> open) {
    long id = quarantine.newId();
    put(entry(id, producer, record, failure, attempts, nowMs), open);
    String reason = "processor failed, quarantined as " + id + ": " + failure;
    return new Refused(record.sequence(), RecordRunner.cut(reason, RecordRunner.REASON_LENGTH_MAX));
  }

  private static QuarantineEntry entry(
      long id, String producer, DataRecord record, Throwable failure, int attempts, long nowMs) {
    var stack = new StringWriter();
    failure.printStackTrace(new PrintWriter(stack, true));
    return new QuarantineEntry(
        id,
        false,
        producer,
        record,
        RecordRunner.cut(failure.toString(), RecordRunner.REASON_LENGTH_MAX),
        RecordRunner.cut(stack.toString(), STACK_LENGTH_MAX),
        attempts,
        Math.max(0, nowMs));
  }

  private void put(QuarantineEntry entry, OpenBlock<?> open) {
    change(QuarantineChange.put(entry), open);
  }

  private void change(QuarantineChange change, OpenBlock<?> open) {
    quarantine.apply(change);
    open.add(change);
  }

  /**
   * Tries records again, or forgets them; then those parked behind them have their turn.
   *
   * <p>It stops once a record has gone past its deadline: the next one may take as long.
   *
   * @param bytesMax stop once the open block holds so many bytes
   */
  QuarantineDone act(
      PartitionId partition,
      QuarantineAction action,
      List<Long> ids,
      long nowMs,
      long bytesMax,
      OpenBlock<?> open) {
    var tally = new Tally();
    for (long id : ids) {
      QuarantineEntry entry = quarantine.find(id);
      if (open.bytes() >= bytesMax || tally.late) {
        tally.left.add(id);
      } else if (entry == null || entry.parked()) {
        tally.unknown.add(id);
      } else if (action == QuarantineAction.DROP) {
        change(QuarantineChange.remove(id), open);
        tally.dropped++;
        runParked(entry.record().key(), nowMs, open, tally);
      } else if (run(entry, nowMs, open, tally)) {
        runParked(entry.record().key(), nowMs, open, tally);
      }
    }
    return new QuarantineDone(
        partition, tally.redriven, tally.failed, tally.dropped, tally.unknown, tally.left);
  }

  private static final class Tally {
    private final List<Long> unknown = new ArrayList<>();
    private final List<Long> left = new ArrayList<>();
    private int redriven;
    private int failed;
    private int dropped;
    private boolean late;
  }

  private boolean run(QuarantineEntry entry, long nowMs, OpenBlock<?> open, Tally tally) {
    Optional<Throwable> failure =
        runner.run(entry.producer(), entry.record(), open, new ArrayList<>());
    if (failure.isEmpty()) {
      change(QuarantineChange.remove(entry.id()), open);
      tally.redriven++;
      return true;
    }
    int attempts = entry.attempts() + 1;
    put(entry(entry.id(), entry.producer(), entry.record(), failure.get(), attempts, nowMs), open);
    tally.failed++;
    tally.late |= failure.get() instanceof DeadlineException;
    return false;
  }

  /** In order, until one fails and becomes the one that the others wait for. */
  private void runParked(ByteString key, long nowMs, OpenBlock<?> open, Tally tally) {
    @Nullable QuarantineEntry next = quarantine.first(key);
    while (next != null && next.parked() && run(next, nowMs, open, tally)) {
      next = quarantine.first(key);
    }
  }
}
