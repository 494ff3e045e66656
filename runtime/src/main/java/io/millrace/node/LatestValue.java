// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.JobProvider;

/**
 * The job {@code latest}: keeps the newest value of each key, with the record's fields. On every
 * node, for trying things out and for plain durable storage.
 */
public final class LatestValue implements JobProvider {
  /** Name of the job. */
  public static final String NAME = "latest";

  @Override
  public Job job() {
    return Job.of(
        NAME,
        () -> (record, context) -> Effect.builder().emit(record.value(), record.fields()).build());
  }
}
