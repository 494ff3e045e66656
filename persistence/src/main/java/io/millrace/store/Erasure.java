// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.model.PartitionId;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Removes what a job stored, one piece after the other; each step may be repeated, so a deletion
 * that was cut off goes on where it was. For jobs in {@link JobPhase#DELETING} only. Thread-safe;
 * failures as {@link BlockLog}'s.
 */
public interface Erasure {
  /**
   * Removes a partition: raises its epoch, so that an owner that is still there can commit no more,
   * then removes its snapshots and blocks (quarantine and state lie in them), and its head last. A
   * partition without a head is done: nothing happens. An owner that begins later, or was frozen
   * through all this, may leave rows behind; nobody reads them, since no other job gets the
   * identity.
   *
   * @return whether there was anything
   */
  CompletionStage<Boolean> erase(PartitionId partition);

  /**
   * Removes all producers of a job.
   *
   * @return how many there were
   */
  CompletionStage<Integer> eraseProducers(UUID job);

  /**
   * Removes all dictionaries of a job, once its partitions are gone: no block names them then.
   *
   * @return how many there were
   */
  CompletionStage<Integer> eraseDictionaries(UUID job);
}
