// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.recipe.RuleModels;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.JobProvider;
import io.millrace.processor.StoragePolicy;
import java.time.Duration;

/**
 * The job: normalised documents in, one of each text out, and one of those that are nearly the
 * same, with its tokens counted. What it says to itself by way of the {@link Feedback} needs a
 * client that runs one.
 */
public final class CorpusPrep implements JobProvider {
  /** Name of the job. */
  public static final String JOB = "corpus-prep";

  /** Stage that keeps what the feedback notes: the newest main result of each key. */
  static final String NOTES = "notes";

  /**
   * Producers must not expire: nobody could tell which messages between documents took effect, so
   * the next {@link Feedback} could not go on, however long ago the one before it was.
   */
  private static final Duration PRODUCER_RETENTION = Duration.ofDays(36_500);

  /** Made by {@code java.util.ServiceLoader}. */
  public CorpusPrep() {}

  @Override
  public Job job() {
    return job(NearSettings.DEFAULT);
  }

  /** The job with these settings. */
  static Job job(NearSettings near) {
    var models = new RuleModels();
    return Job.named(JOB)
        .source()
        .stage(
            DocumentsProcessor.STAGE, () -> new DocumentsProcessor(near, new RecipeRules(models)))
        .bySend()
        .stage(BandsProcessor.STAGE, () -> new BandsProcessor(near))
        .from(DocumentsProcessor.STAGE)
        .bySend()
        .stage(NOTES, () -> (record, context) -> Effect.builder().emit(record.value()).build())
        .partitions(1)
        .from(DocumentsProcessor.STAGE)
        .sink()
        .withStorage(StoragePolicy.DEFAULT.withProducerRetention(PRODUCER_RETENTION))
        .withVersion(2);
  }
}
