// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatienceTest {
  /** Fails with each of these in turn, then answers. */
  private static Supplier<String> failing(RuntimeException... failures) {
    Deque<RuntimeException> left = new ArrayDeque<>(List.of(failures));
    return () -> {
      if (!left.isEmpty()) {
        throw left.remove();
      }
      return "answer";
    };
  }

  @Test
  void givenServiceThatCannotBeReachedForAWhile_thenItIsAskedAgain() {
    assertThat(
            Patience.ask(
                failing(
                    Status.UNAVAILABLE.asRuntimeException(),
                    Status.DEADLINE_EXCEEDED.asRuntimeException(),
                    MillraceException.of(Kind.UNAVAILABLE, "partition does not answer"))))
        .isEqualTo("answer");
  }

  @Test
  void givenWrongQuestion_thenItIsAskedOnce() {
    Supplier<String> question =
        failing(
            Status.NOT_FOUND.asRuntimeException(),
            MillraceException.of(Kind.CORRUPT, "block is damaged"));

    assertThatThrownBy(() -> Patience.ask(question)).hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> Patience.ask(question)).hasMessageContaining("damaged");
    assertThat(question.get()).isEqualTo("answer");
  }

  @Test
  void givenServiceThatStaysAway_whenTimeIsOver_thenItsLastFailureIsThrown() {
    assertThatThrownBy(
            () ->
                Patience.ask(
                    () -> {
                      throw Status.UNAVAILABLE.withDescription("gone").asRuntimeException();
                    },
                    Duration.ofMillis(200)))
        .hasMessageContaining("gone");
  }
}
