// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.verify;

import io.millrace.model.PartitionId;

/** Hears what a verification finds, as it finds it. Called by one thread at a time. */
public interface VerifyListener {
  /**
   * Something stored is not as it was written.
   *
   * @param where such as {@code block 17} or {@code snapshot at block 40, chunk 2}
   * @param check what failed, with what was expected
   */
  void damaged(PartitionId partition, String where, String check);

  /** Blocks up to this one are checked. */
  void reached(PartitionId partition, long block, long head);

  /** The partition is done. */
  void done(PartitionId partition, Tally tally);

  /**
   * What was checked.
   *
   * @param blocks blocks that are there and whole
   * @param bytes of them, as stored
   * @param records records in them
   * @param chunks chunks of snapshots that are whole
   * @param damages what is not as it was written
   */
  record Tally(long blocks, long bytes, long records, long chunks, long damages) {
    /** Nothing yet. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    /** Both together. */
    public Tally plus(Tally other) {
      return new Tally(
          blocks + other.blocks,
          bytes + other.bytes,
          records + other.records,
          chunks + other.chunks,
          damages + other.damages);
    }
  }
}
