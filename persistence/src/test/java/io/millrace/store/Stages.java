// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.model.MillraceException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for stages in tests, where waiting is allowed. */
public final class Stages {
  private static final long WAIT_S = 60;

  private Stages() {}

  /** The stage's value; its failure is thrown as it is. */
  public static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().orTimeout(WAIT_S, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** The stage's value or failure. */
  public static <T> Outcome<T> outcome(CompletionStage<T> stage) {
    try {
      return new Outcome<>(get(stage), null);
    } catch (MillraceException e) {
      return new Outcome<>(null, e.kind());
    }
  }

  /**
   * A value or the kind of a failure.
   *
   * @param value null if it failed
   * @param kind null if it did not
   */
  public record Outcome<T>(@Nullable T value, MillraceException.@Nullable Kind kind) {
    public boolean isFailure() {
      return kind != null;
    }

    public T get() {
      if (value == null) {
        throw new IllegalStateException("failed: " + kind);
      }
      return value;
    }

    public MillraceException.Kind failureKind() {
      if (kind == null) {
        throw new IllegalStateException("did not fail: " + value);
      }
      return kind;
    }
  }
}
