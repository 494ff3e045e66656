// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorPolicyTest {
  @Test
  void givenPolicy_whenOneThingIsChanged_thenTheDeadlineStays() {
    ErrorPolicy policy = ErrorPolicy.DEFAULT.withDeadline(Duration.ofSeconds(3));

    assertThat(ErrorPolicy.DEFAULT.deadline()).isEqualTo(Duration.ofMinutes(1));
    assertThat(
            policy
                .withRetries(1, Duration.ZERO)
                .withLater(ErrorPolicy.Later.CONTINUE)
                .withBudget(1, 1)
                .deadline())
        .isEqualTo(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999S", "PT1H0.001S"})
  void givenDeadlineOutOfRange_whenSet_thenRefusedWithTheRange(Duration deadline) {
    assertThatThrownBy(() -> ErrorPolicy.DEFAULT.withDeadline(deadline))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("deadline: " + deadline + " (expected: 1 ms to 1 h)");
  }
}
