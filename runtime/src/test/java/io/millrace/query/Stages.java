// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waits for stages. */
final class Stages {
  private Stages() {}

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
