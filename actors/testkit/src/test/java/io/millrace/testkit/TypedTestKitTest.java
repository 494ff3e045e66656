// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import static io.millrace.serde.Serdes.int64;
import static io.millrace.serde.Serdes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.Job;
import io.millrace.processor.Typed;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TypedTestKitTest {
  private static final Job SUMS =
      Job.of(
          "sums",
          Typed.keys(utf8())
              .values(int64())
              .state(int64())
              .results(int64())
              .process(
                  (record, context) -> {
                    if (record.value() < 0) {
                      return context.none().emitTo("odd", utf8(), "below zero");
                    }
                    long sum = context.state().orElse(0L) + record.value();
                    return context.emit(sum).setState(sum);
                  }));

  private final TypedTestKit<String, Long, Long, Long> kit =
      TestKit.of(SUMS).typed(utf8(), int64(), int64(), int64());

  @Test
  void givenTypedKit_whenSent_thenAllIsTyped() {
    Instant at = Instant.parse("2026-01-01T10:00:00Z");

    kit.send("ada", 2L).send("ada", 3L, at).send("bob", -1L);
    kit.kit().crash();
    kit.send("ada", 5L);

    assertThat(kit.values()).containsExactly(2L, 5L, 10L);
    assertThat(kit.results().get(1).key()).isEqualTo("ada");
    assertThat(kit.results().get(1).eventTimeMs()).isEqualTo(at.toEpochMilli());
    assertThat(kit.state("ada")).hasValue(10L);
    assertThat(kit.state("bob")).isEmpty();
    assertThat(kit.results("odd", utf8()).get(0).value()).isEqualTo("below zero");
  }

  @Test
  void givenTypedJob_whenChecked_thenNothingIsWrong() {
    TestKit.check(SUMS)
        .input(kit.record("ada", 1L), kit.record("ada", 2L), kit.record("bob", -3L))
        .everyCrash()
        .deliverTwice();
  }
}
