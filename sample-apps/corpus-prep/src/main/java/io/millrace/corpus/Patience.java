// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.client.GrpcFailures;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks again while the service cannot be reached or does not answer, as when a node dies and others
 * take over; for calls that only read.
 */
final class Patience {
  /** How long that may go on. */
  private static final Duration MAX = Duration.ofMinutes(2);

  private static final long PAUSE_MIN_MS = 50;
  private static final long PAUSE_MAX_MS = 2_000;

  private Patience() {}

  /**
   * The answer.
   *
   * @throws StatusRuntimeException the last one, if it stays like that, or another kind of failure
   * @throws MillraceException likewise
   */
  static <T> T ask(Supplier<T> question) {
    return ask(question, MAX);
  }

  /** The same within another time. */
  static <T> T ask(Supplier<T> question, Duration max) {
    long since = System.nanoTime();
    long pauseMs = PAUSE_MIN_MS;
    while (true) {
      try {
        return question.get();
      } catch (StatusRuntimeException e) {
        boolean isSlow = e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
        if (isOver(since, max) || !(isSlow || GrpcFailures.isTransient(e.getStatus()))) {
          throw e;
        }
      } catch (MillraceException e) {
        if (isOver(since, max) || e.kind() != Kind.UNAVAILABLE) {
          throw e;
        }
      }
      pause(pauseMs);
      pauseMs = Math.min(PAUSE_MAX_MS, 2 * pauseMs);
    }
  }

  private static boolean isOver(long since, Duration max) {
    return Thread.currentThread().isInterrupted() || System.nanoTime() - since > max.toNanos();
  }

  private static void pause(long ms) {
    try {
      TimeUnit.MILLISECONDS.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MillraceException.of(Kind.UNAVAILABLE, "interrupted while the job is asked", e);
    }
  }
}
