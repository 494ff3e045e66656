// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import java.util.UUID;

/**
 * Names one partition for ever. Numbers are unique within a job, over all its stages; which stage
 * and which tokens a number stands for is in the job's partition map, never in the number.
 *
 * @param job identity of the job's incarnation
 * @param number 0 up
 */
public record PartitionId(UUID job, int number) {
  /** How the names of Millrace's own producers begin; clients' names must not. */
  public static final String PRODUCER_PREFIX = "@";

  public PartitionId {
    if (number < 0) {
      throw new IllegalArgumentException("partition number: " + number + " (expected: >= 0)");
    }
  }

  /** The name under which it sends records to partitions of other stages. */
  public String producer() {
    return PRODUCER_PREFIX + number;
  }

  /** Reads the form that {@link #toString} writes: {@code <uuid>:<number>}. */
  public static PartitionId parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("partition id: " + text + " (expected: <uuid>:<number>)");
    }
    return new PartitionId(
        UUID.fromString(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return job + ":" + number;
  }
}
