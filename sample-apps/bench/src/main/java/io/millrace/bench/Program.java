// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import io.millrace.Millrace;
import io.millrace.client.OutgoingRecord;
import io.millrace.processor.Job;
import java.util.List;
import java.util.Optional;

/** A job to measure, what is sent to it, and how it shows that it counted all of that. */
interface Program {
  /** Partitions of each stage. */
  int PARTITIONS = 8;

  /** For people. */
  String name();

  /** What the node runs. */
  Job job();

  /**
   * A record to send.
   *
   * @param index counts from 0 over all rounds
   */
  OutgoingRecord record(long index);

  /**
   * Waits, after the last acknowledgement, until the sink has counted all records; part of the
   * measured time. Gives up if nothing moves; {@link #wrong} then tells.
   *
   * @param submitted records so far
   */
  void awaitSink(Millrace millrace, long submitted) throws InterruptedException;

  /**
   * What each producer still sends after the last round, outside the measured time, so that the
   * sink shows all it counted.
   *
   * @param submitted records so far
   */
  List<OutgoingRecord> closing(long submitted);

  /**
   * Compares what the sink's results show with what was submitted.
   *
   * @param submitted records of all rounds
   * @return what is wrong, naming both; empty if nothing is
   */
  Optional<String> wrong(Millrace millrace, long submitted) throws InterruptedException;
}
