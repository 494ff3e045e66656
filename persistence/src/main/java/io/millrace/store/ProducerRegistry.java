// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.model.ProducerEpoch;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Hands out producer epochs, each number once. Thread-safe; failures as {@link BlockLog}'s. */
public interface ProducerRegistry {
  /**
   * Opens a producer: the returned epoch is above every one returned before.
   *
   * @param fresh whether its sequences start again at 1
   */
  CompletionStage<ProducerEpoch> open(UUID job, String producer, boolean fresh);
}
