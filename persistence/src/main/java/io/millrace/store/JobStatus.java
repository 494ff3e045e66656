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
 * @param phase where it stands; RUNNING exactly if it takes records
 */
public record JobStatus(
    Optional<String> paused, long failedBefore, long recordsBefore, JobPhase phase) {
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
    if (paused.isEmpty() != (phase == JobPhase.RUNNING)) {
      throw new IllegalArgumentException(
          "phase: " + phase + ", paused: " + paused + " (expected: a reason unless RUNNING)");
    }
  }

  /** A job that runs, or is paused if there is a reason. */
  public JobStatus(Optional<String> paused, long failedBefore, long recordsBefore) {
    this(
        paused, failedBefore, recordsBefore, paused.isEmpty() ? JobPhase.RUNNING : JobPhase.PAUSED);
  }

  /** The same, taking no records. */
  public JobStatus pausedFor(String reason) {
    return new JobStatus(Optional.of(reason), failedBefore, recordsBefore, JobPhase.PAUSED);
  }

  /** The same, taking no records until everything it took in is committed, nor then. */
  public JobStatus draining() {
    return new JobStatus(
        Optional.of("it is draining"), failedBefore, recordsBefore, JobPhase.DRAINING);
  }

  /** The same, with everything it took in committed. */
  public JobStatus drained() {
    return new JobStatus(
        Optional.of("it is drained"), failedBefore, recordsBefore, JobPhase.DRAINED);
  }

  /** The same, for good. */
  public JobStatus deleting() {
    return new JobStatus(
        Optional.of("it is being deleted"), failedBefore, recordsBefore, JobPhase.DELETING);
  }

  /** A job that takes records; failures are counted from these figures on. */
  public static JobStatus resumed(long failed, long records) {
    return new JobStatus(Optional.empty(), failed, records);
  }

  /** What a producer is told instead of being served, empty if the job takes records. */
  public Optional<String> refusal() {
    return switch (phase) {
      case RUNNING -> Optional.empty();
      case PAUSED -> Optional.of("job is paused: " + paused.orElse(""));
      case DRAINING -> Optional.of("job is draining");
      case DRAINED -> Optional.of("job is drained");
      case DELETING -> Optional.of("job is being deleted");
    };
  }
}
