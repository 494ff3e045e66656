// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.serde.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One producer's records on their way into one partition, as a client keeps them until it has a
 * receipt. The partition gets copies, so a processor that writes into its record is found out. Not
 * thread-safe.
 */
final class Feed {
  /** More pauses than this in a row are no pauses. */
  static final int PAUSES_MAX = 10_000;

  private static final int BATCH_MAX = 100;

  private final String producer;
  private final Owner owner;
  private final ManualTime time;
  private final List<DataRecord> records = new ArrayList<>();

  Feed(String producer, Owner owner, ManualTime time) {
    this.producer = producer;
    this.owner = owner;
    this.time = time;
  }

  /** Numbers a record; it is not sent yet. Gives its sequence. */
  long add(TestRecord record) {
    long sequence = records.size() + 1L;
    records.add(
        copy(
            new DataRecord(
                sequence, record.key(), record.value(), record.eventTimeMs(), record.fields())));
    return sequence;
  }

  /** Sequence of the newest record, 0 if there is none. */
  long last() {
    return records.size();
  }

  private static DataRecord copy(DataRecord record) {
    return new DataRecord(
        record.sequence(),
        ByteString.copyFrom(record.key().toByteArray()),
        ByteString.copyFrom(record.value().toByteArray()),
        record.eventTimeMs(),
        record.fields());
  }

  /** A batch of which an answer is awaited. */
  private static final class Delivery {
    private @Nullable PartitionReply reply;
  }

  /** Sends these records and waits until they are durable. */
  void deliver(long from, long to) {
    List<DataRecord> copies = copies(from, to);
    Delivery delivery = append(copies);
    awaitCommitted(delivery, to);
    checkUnchanged(copies);
  }

  /** Sends the record thrice: with the one before it, again at once, and once it is durable. */
  void deliverTwice(long sequence) {
    Delivery overlapping = append(copies(Math.max(1, sequence - 1), sequence));
    Delivery again = append(copies(sequence, sequence));
    awaitCommitted(overlapping, sequence);
    awaitCommitted(again, sequence);
    deliver(sequence, sequence);
  }

  /** Sends everything from the beginning once more. */
  void deliverAllAgain() {
    for (long from = 1; from <= last(); from += BATCH_MAX) {
      deliver(from, Math.min(last(), from + BATCH_MAX - 1));
    }
  }

  private void awaitCommitted(Delivery delivery, long sequence) {
    for (int pauses = 0; delivery.reply == null; pauses++) {
      pause(pauses, sequence);
    }
    if (!(delivery.reply instanceof Committed)) {
      throw new AssertionError(show(sequence) + " was not taken: " + reason(delivery.reply));
    }
  }

  /**
   * Sends these records and waits until the partition has decided on them; they need not be
   * durable.
   *
   * @return false if there is no room for more of what is not durable
   */
  boolean deliverHeld(long from, long to) {
    List<DataRecord> copies = copies(from, to);
    Delivery delivery = append(copies);
    awaitApplied(to, delivery);
    checkUnchanged(copies);
    if (delivery.reply instanceof NotTaken) {
      return false;
    }
    if (delivery.reply != null && !(delivery.reply instanceof Committed)) {
      throw new AssertionError(show(to) + " was not taken: " + reason(delivery.reply));
    }
    return true;
  }

  /** Sends what the partition does not have, as a client does that finds a new owner. */
  void resend() {
    long applied = owner.applied(producer);
    if (applied < last()) {
      deliver(applied + 1, last());
    }
  }

  private List<DataRecord> copies(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(sequence -> copy(records.get((int) sequence - 1)))
        .toList();
  }

  private Delivery append(List<DataRecord> batch) {
    var delivery = new Delivery();
    owner.append(producer, batch, reply -> delivery.reply = reply);
    return delivery;
  }

  private void awaitApplied(long sequence, Delivery delivery) {
    for (int pauses = 0; delivery.reply == null && owner.applied(producer) < sequence; pauses++) {
      pause(pauses, sequence);
    }
  }

  private void pause(int pauses, long sequence) {
    if (pauses >= PAUSES_MAX || !time.skipPause()) {
      throw new AssertionError(show(sequence) + " got no answer");
    }
    owner.check();
  }

  private static String reason(@Nullable PartitionReply reply) {
    return reply instanceof NotTaken notTaken ? notTaken.reason() : String.valueOf(reply);
  }

  private void checkUnchanged(List<DataRecord> copies) {
    for (DataRecord copy : copies) {
      DataRecord original = records.get((int) copy.sequence() - 1);
      if (!copy.key().equals(original.key()) || !copy.value().equals(original.value())) {
        throw new AssertionError(
            "processor wrote into "
                + show(copy.sequence())
                + ": value "
                + Keys.show(copy.value())
                + " (expected: "
                + Keys.show(original.value())
                + ", as it came; copy what is to be changed)");
      }
    }
  }

  private String show(long sequence) {
    return "record "
        + sequence
        + " of producer '"
        + producer
        + "' (key "
        + Keys.show(records.get((int) sequence - 1).key())
        + ")";
  }
}
