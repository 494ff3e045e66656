// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Snapshots as numbered chunks of bytes. A snapshot counts only once a head names it; until then,
 * and after, it is rubbish that anybody may delete who knows so from a head. Thread-safe; no method
 * blocks; failures as {@link BlockLog}'s.
 */
public interface SnapshotStore {
  /** Most bytes of a chunk. */
  int CHUNK_BYTES_MAX = 1 << 20;

  /**
   * Notes that a snapshot is being made, before its first chunk is written: whoever claims the
   * partition later finds it by this note, even if it was never finished.
   *
   * @param epoch the term of the owner that makes it
   */
  CompletionStage<Void> announce(PartitionId partition, UUID id, Epoch epoch);

  /**
   * Stores a chunk. Idempotent; may be repeated with the same bytes, and never with others. CALLER
   * if it is over its maximum.
   *
   * @param chunk 0 up
   */
  CompletionStage<Void> write(PartitionId partition, UUID id, int chunk, ByteString bytes);

  /** Reads a chunk; CORRUPT if it is not there. */
  CompletionStage<ByteString> read(PartitionId partition, UUID id, int chunk);

  /** Deletes a snapshot that no head names any more, or none ever will. May be repeated. */
  CompletionStage<Void> delete(PartitionId partition, UUID id);

  /**
   * Deletes what earlier owners left: snapshots of lower epochs that the head does not name. They
   * can never be named again, since no lower epoch can commit.
   *
   * @param claimed the head as a claim returned it
   * @return how many were deleted
   */
  CompletionStage<Integer> sweep(Head claimed);
}
