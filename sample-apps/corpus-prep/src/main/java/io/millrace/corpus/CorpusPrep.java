// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.processor.Job;
import io.millrace.processor.JobProvider;

/** The job: normalised documents in, one of each text out, with its tokens counted. */
public final class CorpusPrep implements JobProvider {
  /** Name of the job. */
  public static final String JOB = "corpus-prep";

  /** Made by {@code java.util.ServiceLoader}. */
  public CorpusPrep() {}

  @Override
  public Job job() {
    return Job.of(JOB, CorpusProcessor::new);
  }
}
