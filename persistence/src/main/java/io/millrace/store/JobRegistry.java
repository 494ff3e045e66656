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
   * Gives a job another status. May be repeated.
   *
   * @param id the incarnation that is meant
   * @return the entry as it is now; NOT_FOUND if there is no such job; CALLER if it is being
   *     deleted and the status is another
   */
  CompletionStage<JobEntry> setStatus(String name, UUID id, JobStatus status);

  /**
   * The same, only if the job is in that phase; otherwise it stays as it is. May be repeated.
   *
   * @return the entry as it is now, whichever; NOT_FOUND if there is no such job
   */
  CompletionStage<JobEntry> setStatus(String name, UUID id, JobPhase from, JobStatus status);

  /**
   * Puts a version of the job's code in force unless it, or a higher one, is. May be repeated.
   *
   * @return the entry as it is now; NOT_FOUND if there is no such job
   */
  CompletionStage<JobEntry> raiseVersion(String name, UUID id, int version);

  /**
   * Forgets a job that is being deleted, once all that it stored is gone. May be repeated.
   *
   * @return complete when no job of this identity is left; CALLER if it is not being deleted
   */
  CompletionStage<Void> remove(String name, UUID id);

  /** All jobs, by name. */
  CompletionStage<List<JobEntry>> list();

  /** The failure of a call for a job that is not there. */
  static MillraceException unknown(String name, UUID id) {
    return MillraceException.of(MillraceException.Kind.NOT_FOUND, "unknown job")
        .with("job", name)
        .with("id", id);
  }

  /** The failure of a call that would bring back a job that is being deleted. */
  static MillraceException deleting(String name) {
    return MillraceException.of(MillraceException.Kind.CALLER, "job is being deleted")
        .with("job", name)
        .with("expected", "`millrace jobs delete` to its end, then `millrace jobs start`");
  }

  /** The failure of a removal without a deletion before it. */
  static MillraceException notDeleting(JobEntry entry) {
    return MillraceException.of(MillraceException.Kind.CALLER, "job is not being deleted")
        .with("job", entry.name())
        .with("phase", entry.status().phase())
        .with("expected", JobPhase.DELETING);
  }
}
