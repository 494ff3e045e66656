// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.MillraceClient;
import java.time.Duration;

/** All that a run consists of: documents go in, the job comes to rest, results are counted. */
final class CorpusWork {
  private CorpusWork() {}

  /**
   * Runs all of it.
   *
   * @param client with {@link CorpusRun#clientSettings}
   * @param producer the same input must come under the same one, another input under another
   * @throws io.millrace.model.MillraceException if the service cannot take it, or does not come to
   *     rest
   */
  static Report run(
      MillraceClient client, DocumentReader reader, String producer, Progress progress) {
    try (Feedback feedback = Feedback.start(client, producer)) {
      RunFigures run = CorpusRun.run(client, reader, producer, progress);
      long finished = System.nanoTime();
      feedback.settle();
      var settled = Duration.ofNanos(System.nanoTime() - finished);
      return new Report(run, JobFigures.read(client), settled);
    }
  }
}
