// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import java.time.Duration;
import java.util.List;

/**
 * Brings what a partition owes to its targets, during one term. Confined to the partition's owner:
 * all calls come from there, and so do those to its {@link Road}.
 */
public interface Carrier {
  /** Takes over records that are committed, in order; they stay in the outbox meanwhile. */
  void carry(List<OutboxRecord> committed);

  /** A target has answered. */
  void answered(PartitionReply reply);

  /** The term is over: sends nothing more. */
  void end();

  /** What a carrier may use. */
  interface Road {
    /** Opens the source as a producer in a target. May get lost. */
    void open(int target);

    /** Sends records to a target; see {@link PartitionCommand.Append}. May get lost. */
    void append(int target, long previous, int attempt, List<DataRecord> records);

    /** Runs something after a while, unless the term is over by then. */
    void later(Duration wait, Runnable task);

    /** A target has everything up to this outbox sequence in committed blocks. */
    void delivered(int target, long sequence);

    /** The term is over: FENCED by a newer owner of the source, or CORRUPT. */
    void failed(MillraceException cause);
  }

  /** Makes the carrier of a term. */
  interface Maker {
    /** The carrier of what this partition owes. */
    Carrier make(PartitionId source, Road road);
  }
}
