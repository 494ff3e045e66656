// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import java.util.List;
import java.util.Optional;
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

  /** All jobs, by name. */
  CompletionStage<List<JobEntry>> list();
}
