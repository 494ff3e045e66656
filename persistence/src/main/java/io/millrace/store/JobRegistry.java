// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.model.MillraceException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The jobs of a cluster, by name. Thread-safe; failures as {@link BlockLog}'s. */
public interface JobRegistry {
  /**
   * Registers a job unless one of its name exists.
   *
   * @return the entry that is registered now: this one or the older one
   */
  CompletionStage<JobEntry> register(JobEntry entry);

  /** The job of that name. */
  CompletionStage<Optional<JobEntry>> find(String name);

  /**
   * Pauses or resumes a job. May be repeated.
   *
   * @param id the incarnation that is meant
   * @return the entry as it is now; NOT_FOUND if there is no such job
   */
  CompletionStage<JobEntry> setStatus(String name, UUID id, JobStatus status);

  /** All jobs, by name. */
  CompletionStage<List<JobEntry>> list();

  /** The failure of a call for a job that is not there. */
  static MillraceException unknown(String name, UUID id) {
    return MillraceException.of(MillraceException.Kind.NOT_FOUND, "unknown job")
        .with("job", name)
        .with("id", id);
  }
}
