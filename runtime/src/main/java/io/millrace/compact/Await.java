// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import io.millrace.model.MillraceException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Waits for the store, on threads that may be held up. */
final class Await {
  private Await() {}

  /** The stage's value; its failure is thrown as it is. */
  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof MillraceException cause ? cause : e;
    }
  }
}
