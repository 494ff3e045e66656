// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.block.ColumnPlan;
import io.millrace.block.EncodedBody;
import io.millrace.codec.Codec;
import java.util.UUID;

/**
 * Says how each job's new blocks are compressed, and hears what came of it. Thread-safe; asked and
 * told by the threads that encode, once for each block: neither method waits.
 */
public interface BlockPlans {
  /**
   * The plan for a job's next block. A dictionary that it names is in the store for good before the
   * plan is given out.
   */
  ColumnPlan inForce(UUID job);

  /**
   * A block was encoded. It may never be committed.
   *
   * @param plan what {@link #inForce} had said
   */
  void encoded(UUID job, ColumnPlan plan, EncodedBody body);

  /** One codec for all columns of all jobs. */
  static BlockPlans always(Codec codec) {
    ColumnPlan plan = ColumnPlan.of(codec);
    return new BlockPlans() {
      @Override
      public ColumnPlan inForce(UUID job) {
        return plan;
      }

      @Override
      public void encoded(UUID job, ColumnPlan used, EncodedBody body) {}
    };
  }
}
