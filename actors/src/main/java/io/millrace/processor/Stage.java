// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import io.millrace.model.PartitionMap;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One processor over a set of partitions.
 *
 * @param name unique in its job; formed like a job's name
 * @param processor makes the processor of one partition
 * @param partitions how many partitions a new stage gets, 0: as many as its job says
 * @param errors what becomes of records on which the processor fails; empty: as its job says. The
 *     error budget is always the job's
 */
public record Stage(
    String name, Supplier<Processor> processor, int partitions, Optional<ErrorPolicy> errors) {
  /** The name of the only stage of a job that does not name its stages. */
  public static final String MAIN = "main";

  public Stage {
    if (!name.matches(Job.NAME_PATTERN)) {
      throw new IllegalArgumentException("stage: '" + name + "' (expected: " + Job.NAME_FORM + ")");
    }
    if (partitions < 0 || partitions > PartitionMap.PARTITIONS_MAX) {
      throw new IllegalArgumentException(
          "partitions of stage '"
              + name
              + "': "
              + partitions
              + " (expected: 1 to "
              + PartitionMap.PARTITIONS_MAX
              + ", or 0 for as many as the job says)");
    }
  }

  /** A stage that is as its job says. */
  static Stage of(String name, Supplier<Processor> processor) {
    return new Stage(name, processor, 0, Optional.empty());
  }
}
