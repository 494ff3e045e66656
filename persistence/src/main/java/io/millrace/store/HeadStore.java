// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog.CasResult;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The statements on the partitions' heads, one attempt each: a value is a definite answer, a
 * failure of any kind an unknown outcome, which may come true later. Nothing but compare-and-set
 * ever changes a head. Thread-safe.
 */
public interface HeadStore {
  /** Makes the head, epoch 0, unless there is one. */
  CompletionStage<Void> create(PartitionId partition);

  /** Raises the epoch by one for a new owner, if it still is the expected one. */
  CompletionStage<Boolean> raise(PartitionId partition, Epoch expected, UUID owner);

  /** As {@link BlockLog#compareAndSet}. */
  CompletionStage<CasResult> move(Head expected, Head next);

  /** The head as replicas have it; may be a little old. */
  CompletionStage<Head> read(PartitionId partition);

  /** The head after whatever was decided on it before; ends or kills what is under way. */
  CompletionStage<Head> readSerial(PartitionId partition);
}
