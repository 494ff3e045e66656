// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.BUG;
import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import io.millrace.model.MillraceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** The one place where the driver's exceptions become ours. */
final class Failures {
  private Failures() {}

  /** The stage with its failure translated and given facts. */
  static <T> CompletionStage<T> translate(
      CompletionStage<T> stage, UnaryOperator<MillraceException> facts) {
    return stage.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(facts.apply(of(failure))));
  }

  /** Whether what failed may have happened nevertheless, now or later. */
  static boolean isUnknown(Throwable failure) {
    return of(failure).kind() == UNAVAILABLE;
  }

  /**
   * What a failure of a stage or call of the driver means. A request that Cassandra found invalid
   * did not happen; after anything else it may have, now or later.
   */
  static MillraceException of(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof MillraceException ours) {
      return ours;
    }
    if (cause instanceof QueryValidationException) {
      return MillraceException.of(CALLER, "Cassandra refused the request", cause);
    }
    // The driver says IllegalStateException when its session is closed.
    if (cause instanceof DriverException || cause instanceof IllegalStateException) {
      return MillraceException.of(UNAVAILABLE, "Cassandra gave no definite answer", cause)
          .with("cause", cause);
    }
    return MillraceException.of(BUG, "unexpected failure of the Cassandra driver", cause);
  }
}
