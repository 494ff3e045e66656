// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.v1.ProducerMode;
import java.time.Duration;
import java.util.function.Consumer;

/** All records of one producer, submitted at one go. */
final class Submission {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private Submission() {}

  /**
   * Submits them, and returns when all are durable. Those that were submitted before, under the
   * same name, have no effect.
   *
   * @param records submits the same ones in the same order each time
   * @throws io.millrace.model.MillraceException if the service cannot take them
   */
  static void run(MillraceClient client, String producer, Consumer<ProducerSession> records) {
    try (ProducerSession session =
        client.openProducer(
            CorpusPrep.JOB, producer, ProducerMode.PRODUCER_MODE_RESUME, ProducerListener.NONE)) {
      records.accept(session);
      session.flush();
      while (!session.awaitAnswers(LOOK_EVERY)) {
        // The session itself gives up when no node answers for too long.
        session.flush();
      }
      session.finish();
    }
  }
}
