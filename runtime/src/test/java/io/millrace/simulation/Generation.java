// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.v1.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The records of a producer since it was last opened FRESH: its journal. */
final class Generation {
  private final World world;
  private final SimJob job;
  private final History history;
  private final String producer;
  private final int number;
  private final boolean beginsFresh;
  private final List<DataRecord> records = new ArrayList<>();
  private final TreeSet<Long> unanswered = new TreeSet<>();
  private boolean opened;
  private long incarnation;

  Generation(
      World world, SimJob job, History history, String producer, int number, boolean beginsFresh) {
    this.world = world;
    this.job = job;
    this.history = history;
    this.producer = producer;
    this.number = number;
    this.beginsFresh = beginsFresh;
  }

  /** Whether the next opening starts afresh: only until one was welcomed. */
  boolean isFresh() {
    return beginsFresh && !opened;
  }

  void opened(long ofIncarnation) {
    opened = true;
    incarnation = ofIncarnation;
  }

  /** The incarnation under which it was opened, 0 before. */
  long incarnation() {
    return incarnation;
  }

  int number() {
    return number;
  }

  int made() {
    return records.size();
  }

  Set<Long> unanswered() {
    return unanswered;
  }

  DataRecord record(long sequence) {
    return records.get((int) sequence - 1);
  }

  private String id(long sequence) {
    return producer + "/" + number + "/" + sequence;
  }

  DataRecord make() {
    return make(world.random.nextInt(world.swarm.keys));
  }

  /** Makes the next record, of this key. */
  DataRecord make(int keyNumber) {
    long sequence = records.size() + 1L;
    ByteString key = ByteString.copyFromUtf8("k" + keyNumber);
    history.made(producer, number, id(sequence), job.partitionOf(key));
    DataRecord record = SimJob.record(number, sequence, key, id(sequence));
    records.add(record);
    unanswered.add(sequence);
    return record;
  }

  void acknowledged(long sequence, Receipt receipt) {
    if (sequence < 1 || sequence > records.size()) {
      throw new Violation("receipt for what was never sent: " + id(sequence));
    }
    history.acknowledged(id(sequence), receipt.getPartition(), receipt.getBlock());
    unanswered.remove(sequence);
  }

  @Override
  public String toString() {
    return producer + "/" + number;
  }
}
