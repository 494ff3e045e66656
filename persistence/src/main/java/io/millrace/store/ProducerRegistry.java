// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.model.MillraceException;
import io.millrace.model.ProducerEpoch;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Hands out producer epochs, each number once. Thread-safe; failures as {@link BlockLog}'s. */
public interface ProducerRegistry {
  /**
   * Opens a producer: the returned epoch is above every one returned before.
   *
   * @param fresh whether its sequences start again at 1
   * @param incarnation if it does not start afresh: the incarnation that it goes on with, 0 for
   *     whichever it is. FENCED if somebody began another one meanwhile: the records of one
   *     incarnation must never be taken for those of another
   */
  CompletionStage<ProducerEpoch> open(UUID job, String producer, boolean fresh, long incarnation);

  /** Opens a producer under whichever incarnation it is, or afresh. */
  default CompletionStage<ProducerEpoch> open(UUID job, String producer, boolean fresh) {
    return open(job, producer, fresh, 0);
  }

  /** The failure of one who would go on with an incarnation that is over. */
  static MillraceException fenced(String producer, long incarnation, long newer) {
    return MillraceException.of(
            MillraceException.Kind.FENCED, "somebody opened the producer afresh meanwhile")
        .with("producer", producer)
        .with("incarnation", incarnation)
        .with("newer", newer);
  }
}
