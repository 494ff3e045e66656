// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Answers calls that have one response. */
public final class Unary {
  private Unary() {}

  /**
   * Runs the work and answers with its result or with the status of its failure.
   *
   * @param executor runs what comes once the work is done
   */
  public static <T> void answer(
      StreamObserver<T> observer, Executor executor, Supplier<CompletionStage<T>> work) {
    CompletionStage<T> result;
    try {
      result = work.get();
    } catch (RuntimeException e) {
      observer.onError(StatusMapping.toStatus(e));
      return;
    }
    result.whenCompleteAsync(
        (value, failure) -> {
          if (failure == null) {
            observer.onNext(value);
            observer.onCompleted();
          } else {
            observer.onError(StatusMapping.toStatus(failure));
          }
        },
        executor);
  }
}
