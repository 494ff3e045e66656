// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import java.util.Objects;

/**
 * What a partition runs.
 *
 * @param job the job as the partition's stage sees it
 * @param routes where the stage's outputs go
 */
public record StageRun(Job job, Routes routes) {
  /**
   * A processor for one partition.
   *
   * @throws MillraceException CALLER if the job's supplier fails
   */
  Processor processor() {
    try {
      return Objects.requireNonNull(job.processor().get(), "null");
    } catch (RuntimeException | LinkageError e) {
      throw MillraceException.of(Kind.CALLER, "processor cannot be made", e)
          .with("job", job.name())
          .with("cause", e)
          .with("expected", "a supplier that gives one for each partition");
    }
  }
}
