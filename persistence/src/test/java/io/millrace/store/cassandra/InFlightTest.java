// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final List<String> started = new ArrayList<>();

  private CompletionStage<String> spend(
      InFlight budget, long bytes, String name, CompletionStage<String> outcome) {
    return budget.spend(
        bytes,
        () -> {
          started.add(name);
          return outcome;
        });
  }

  @Test
  void givenSpentBudget_whenBytesComeBack_thenWaitersStartInTheirOrder() {
    var budget = new InFlight("bytes", 100, 10);
    var a = new CompletableFuture<String>();
    var b = new CompletableFuture<String>();
    var never = new CompletableFuture<String>();

    spend(budget, 60, "a", a);
    spend(budget, 40, "b", b);
    spend(budget, 50, "c", never);
    spend(budget, 1, "d", never);
    assertThat(started).containsExactly("a", "b");

    b.complete("done");
    assertThat(started).containsExactly("a", "b"); // d would fit, but c came before it
    a.complete("done");
    assertThat(started).containsExactly("a", "b", "c", "d");
    assertThat(budget.spent()).isEqualTo(51);
  }

  @Test
  void givenMoreThanTheBudget_whenNothingElseIsOnItsWay_thenStarts() {
    var budget = new InFlight("bytes", 100, 10);
    var small = new CompletableFuture<String>();
    spend(budget, 1, "small", small);

    var large = spend(budget, 1_000, "large", CompletableFuture.completedFuture("done"));
    assertThat(large.toCompletableFuture()).isNotDone();
    small.complete("done");

    assertThat(large.toCompletableFuture()).isCompletedWithValue("done");
    assertThat(budget.spent()).isZero();
  }

  @Test
  void givenFullQueue_whenMoreComes_thenBusy() {
    var budget = new InFlight("bytes", 10, 2);
    var never = new CompletableFuture<String>();
    spend(budget, 10, "a", never);
    spend(budget, 10, "b", never);
    spend(budget, 10, "c", never);

    var refused = spend(budget, 10, "d", never);

    assertThatThrownBy(() -> Stages.get(refused))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
        .hasMessageContaining("waiting=2, inFlight=10 bytes");
    assertThat(started).containsExactly("a");
  }

  @Test
  void givenActionsThatFailOrThrow_whenDone_thenBytesComeBack() {
    var budget = new InFlight("bytes", 10, 2);

    var failed =
        spend(budget, 10, "a", CompletableFuture.failedFuture(new IllegalStateException()));
    var thrown =
        budget.<String>spend(
            10,
            () -> {
              throw new IllegalStateException("in the action");
            });

    assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
    assertThat(thrown.toCompletableFuture()).isCompletedExceptionally();
    assertThat(budget.spent()).isZero();
  }

  @Test
  void givenManyWaitersThatEndAtOnce_whenGranted_thenNoneRunsInsideAnother() {
    var budget = new InFlight("bytes", 1, 100_000);
    var first = new CompletableFuture<String>();
    var all = new ArrayList<CompletionStage<String>>();
    all.add(spend(budget, 1, "first", first));
    for (int i = 0; i < 100_000; i++) {
      all.add(spend(budget, 1, "next", CompletableFuture.completedFuture("done")));
    }

    first.complete("done"); // nested grants would overflow the stack

    assertThat(all).allSatisfy(stage -> assertThat(stage).isCompletedWithValue("done"));
    assertThat(budget.spent()).isZero();
  }
}
