// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.Stages;
import io.millrace.store.Timers;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StoreCallsTest {
  private final AtomicInteger retries = new AtomicInteger();
  private final AtomicInteger tries = new AtomicInteger();
  private final StoreCalls calls =
      new StoreCalls(
          CoreRig.settings("retry-min = 2 ms, retry-max = 4 ms"),
          Executors.newSingleThreadExecutor(StoreCallsTest::daemon),
          Timers.SYSTEM,
          new Random(1),
          cause -> retries.incrementAndGet());

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "confined");
    thread.setDaemon(true);
    return thread;
  }

  /** Fails with the kind so many times, then answers. */
  private Supplier<CompletionStage<String>> failing(Kind kind, int times) {
    return () ->
        tries.incrementAndGet() <= times
            ? CompletableFuture.failedFuture(MillraceException.of(kind, "not now"))
            : CompletableFuture.completedFuture("answer");
  }

  @Test
  void givenUnknownOutcomes_whenCalled_thenRepeatedUntilAnswered() {
    assertThat(Stages.get(calls.untilAnswered(failing(Kind.UNAVAILABLE, 7), StoreCalls.FOR_EVER)))
        .isEqualTo("answer");
    assertThat(tries).hasValue(8);
    assertThat(retries).hasValue(7);
  }

  @Test
  void givenBusyStore_whenCalled_thenRepeated() {
    assertThat(Stages.get(calls.untilAnswered(failing(Kind.BUSY, 2), StoreCalls.FOR_EVER)))
        .isEqualTo("answer");
  }

  @Test
  void givenDefiniteFailure_whenCalled_thenNotRepeated() {
    assertThatThrownBy(
            () -> Stages.get(calls.untilAnswered(failing(Kind.CALLER, 9), StoreCalls.FOR_EVER)))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("not now");
    assertThat(tries).hasValue(1);
    assertThat(retries).hasValue(0);
  }

  @Test
  void givenTimeLimit_whenNoAnswerComes_thenTheLastFailureIsTold() {
    var limit = Duration.ofMillis(60);
    long start = System.nanoTime();

    assertThatThrownBy(
            () -> Stages.get(calls.untilAnswered(failing(Kind.UNAVAILABLE, 1 << 30), limit)))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(limit);
    assertThat(tries).hasValueGreaterThan(1);
  }

  @Test
  void givenCallsThatRepeat_whenEnded_thenTheyFailAndStop() {
    var answer = calls.untilAnswered(failing(Kind.UNAVAILABLE, 1 << 30), StoreCalls.FOR_EVER);
    await().until(() -> retries.get() > 2);

    calls.end();

    await().until(answer.toCompletableFuture()::isCompletedExceptionally);
    int last = tries.get();
    await()
        .during(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(tries).hasValue(last));
  }
}
