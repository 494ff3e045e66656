// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats calls to the store whose outcome is unknown, with growing and jittered pauses, until a
 * definite answer, a time limit, or the end. Confined to its owner: calls are made, and answers
 * come, on the {@code confined} executor.
 */
public final class StoreCalls {
  /** Stands for no time limit. */
  static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final Duration retryMin;
  private final Duration retryMax;
  private final Executor confined;
  private final Timers timers;
  private final RandomGenerator random;
  private final Consumer<Throwable> onRetry;
  private boolean ended;

  /**
   * @param confined runs the repeated calls and completes the results
   * @param random jitters the pauses
   * @param onRetry told of each failure that leads to another try
   */
  public StoreCalls(
      PartitionSettings settings,
      Executor confined,
      Timers timers,
      RandomGenerator random,
      Consumer<Throwable> onRetry) {
    this.retryMin = settings.retryMin();
    this.retryMax = settings.retryMax();
    this.confined = confined;
    this.timers = timers;
    this.random = random;
    this.onRetry = onRetry;
  }

  /** Calls until there is a definite answer; UNAVAILABLE and BUSY failures are repeated. */
  <T> CompletionStage<T> untilAnswered(Supplier<CompletionStage<T>> call, Duration limit) {
    var result = new CompletableFuture<T>();
    attempt(call, result, retryMin, timers.nanoTime(), limit);
    return result;
  }

  /** No call is repeated from now on. */
  void end() {
    ended = true;
  }

  private <T> void attempt(
      Supplier<CompletionStage<T>> call,
      CompletableFuture<T> result,
      Duration pause,
      long startNanos,
      Duration limit) {
    call.get()
        .whenCompleteAsync(
            (value, failure) -> {
              if (failure == null) {
                result.complete(value);
                return;
              }
              Throwable cause = unwrap(failure);
              boolean late = timers.nanoTime() - startNanos > limit.toNanos();
              if (ended || late || !isTransient(cause)) {
                result.completeExceptionally(cause);
                return;
              }
              onRetry.accept(cause);
              long full = pause.toNanos();
              long jittered = full / 2 + random.nextLong(full / 2 + 1);
              Duration doubled = pause.multipliedBy(2);
              Duration next = doubled.compareTo(retryMax) < 0 ? doubled : retryMax;
              timers
                  .pause(Duration.ofNanos(jittered))
                  .thenRunAsync(() -> attempt(call, result, next, startNanos, limit), confined);
            },
            confined);
  }

  static boolean isTransient(Throwable cause) {
    return cause instanceof MillraceException e
        && (e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.BUSY);
  }

  /** The failure itself, without what futures wrap around it. */
  public static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
