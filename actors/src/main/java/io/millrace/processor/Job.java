// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import io.millrace.model.PartitionMap;
import java.util.function.Supplier;

/**
 * A named, versioned piece of work: one stage, over a set of partitions.
 *
 * @param name 1 to {@link #NAME_LENGTH_MAX} characters out of {@code a-z 0-9 - _ .}, starting with
 *     a letter
 * @param version version of its code, from 1
 * @param partitions how many partitions a new job gets; a registered one keeps what it has
 * @param processor makes the processor of one partition
 * @param errors what becomes of records on which the processor fails
 * @param time how its partitions make their event-time watermarks
 */
public record Job(
    String name,
    int version,
    int partitions,
    Supplier<Processor> processor,
    ErrorPolicy errors,
    TimePolicy time) {
  /** Longest name. */
  public static final int NAME_LENGTH_MAX = 100;

  /** Partitions of a job that does not say. */
  public static final int PARTITIONS_DEFAULT = 16;

  public Job {
    if (!name.matches("[a-z][a-z0-9._-]{0," + (NAME_LENGTH_MAX - 1) + "}")) {
      throw new IllegalArgumentException(
          "job name: '"
              + name
              + "' (expected: a-z, then up to "
              + (NAME_LENGTH_MAX - 1)
              + " of a-z 0-9 - _ .)");
    }
    if (version < 1) {
      throw new IllegalArgumentException("job version: " + version + " (expected: >= 1)");
    }
    if (partitions < 1 || partitions > PartitionMap.PARTITIONS_MAX) {
      throw new IllegalArgumentException(
          "partitions: " + partitions + " (expected: 1 to " + PartitionMap.PARTITIONS_MAX + ")");
    }
  }

  /** Version 1 of a job with the default number of partitions. */
  public static Job of(String name, Supplier<Processor> processor) {
    return new Job(name, 1, PARTITIONS_DEFAULT, processor, ErrorPolicy.DEFAULT, TimePolicy.DEFAULT);
  }

  /** The same job with another number of partitions. */
  public Job withPartitions(int count) {
    return new Job(name, version, count, processor, errors, time);
  }

  /** The same job with another error policy. */
  public Job withErrors(ErrorPolicy policy) {
    return new Job(name, version, partitions, processor, policy, time);
  }

  /** The same job with another time policy. */
  public Job withTime(TimePolicy policy) {
    return new Job(name, version, partitions, processor, errors, policy);
  }
}
