// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.model.PartitionMap;
import java.util.UUID;

/**
 * A registered job.
 *
 * @param name what people call it
 * @param id this incarnation; a job that is deleted and made again gets another
 * @param version version of its code that is in force, from 1; it only grows
 * @param partitions which partition owns which tokens
 * @param status whether it takes records
 */
public record JobEntry(
    String name, UUID id, int version, PartitionMap partitions, JobStatus status) {
  /** A job that was never paused. */
  public JobEntry(String name, UUID id, int version, PartitionMap partitions) {
    this(name, id, version, partitions, JobStatus.NEW);
  }

  /** The same job with another status. */
  public JobEntry withStatus(JobStatus other) {
    return new JobEntry(name, id, version, partitions, other);
  }

  /** The same job with code of another version. */
  public JobEntry withVersion(int other) {
    return new JobEntry(name, id, other, partitions, status);
  }
}
