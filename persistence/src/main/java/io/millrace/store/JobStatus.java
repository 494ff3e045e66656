// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import java.util.Optional;

/**
 * Whether a job takes records, and which failures are forgiven.
 *
 * @param paused why it takes none, in words for people; empty if it takes them
 * @param failedBefore records that had failed when it was last resumed, 0 up
 * @param recordsBefore records that had taken effect by then, 0 up
 */
public record JobStatus(Optional<String> paused, long failedBefore, long recordsBefore) {
  /** A job that was never paused. */
  public static final JobStatus NEW = new JobStatus(Optional.empty(), 0, 0);

  public JobStatus {
    if (failedBefore < 0 || recordsBefore < 0) {
      throw new IllegalArgumentException(
          "failedBefore, recordsBefore: "
              + failedBefore
              + ", "
              + recordsBefore
              + " (expected: >= 0)");
    }
  }

  /** The same, taking no records. */
  public JobStatus pausedFor(String reason) {
    return new JobStatus(Optional.of(reason), failedBefore, recordsBefore);
  }

  /** A job that takes records; failures are counted from these figures on. */
  public static JobStatus resumed(long failed, long records) {
    return new JobStatus(Optional.empty(), failed, records);
  }
}
