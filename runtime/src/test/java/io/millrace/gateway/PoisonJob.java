// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.millrace.processor.Effect;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Job;
import java.time.Duration;

/**
 * A job that fails on values that begin with "poison" until it is mended, and puts out the rest.
 */
final class PoisonJob {
  static final String NAME = "poison";

  private volatile boolean mended;

  /** From now on it can work on everything. */
  void mend() {
    mended = true;
  }

  Job job(ErrorPolicy policy) {
    return Job.of(
            NAME,
            () ->
                (record, context) -> {
                  if (record.value().toStringUtf8().startsWith("poison") && !mended) {
                    throw new IllegalStateException("cannot work on it");
                  }
                  return Effect.builder().emit(record.value()).build();
                })
        .withPartitions(4)
        .withErrors(policy.withRetries(0, Duration.ZERO));
  }
}
