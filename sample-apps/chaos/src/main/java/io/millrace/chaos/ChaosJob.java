// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.JobProvider;

/**
 * The job under test: folds each key's records into its state and puts the fold out for each
 * record, so that the results alone tell which record took effect, when, and on top of what.
 */
public final class ChaosJob implements JobProvider {
  /** Name of the job. */
  static final String NAME = "chaos";

  /** Few, so that each is busy and every fault meets some under way. */
  static final int PARTITIONS = 6;

  @Override
  public Job job() {
    return Job.of(
            NAME,
            () ->
                (record, context) -> {
                  var before = context.state().map(Fold::decode).orElse(Fold.EMPTY);
                  var after = before.add(record.value()).encode();
                  return Effect.builder().setState(after).emit(after).build();
                })
        .withPartitions(PARTITIONS);
  }
}
