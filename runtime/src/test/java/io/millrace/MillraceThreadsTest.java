// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static io.millrace.CountJob.count;
import static io.millrace.CountJob.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MillraceException;
import io.millrace.v1.Result;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No thread outlives the instance that brought it. */
@Timeout(120)
class MillraceThreadsTest {
  private static final EmbeddedSettings SETTINGS = EmbeddedSettings.of(CountJob.JOB);

  @Test
  void givenStartUseAndClose_whenRepeated_thenNoThreadIsLeft() {
    for (int cycle = 0; cycle < 2; cycle++) {
      var threads = new ThreadWatch();

      try (var millrace = Millrace.embedded(SETTINGS);
          Stream<Result> tail = millrace.tail(CountJob.NAME)) {
        count(millrace, "a");
        assertThat(read(millrace, "a")).isEqualTo("1");
        assertThat(tail.findFirst()).isPresent();
        assertThat(threads.leftover()).isNotEmpty();
      }

      threads.assertNoneLeft();
    }
  }

  @Test
  void givenNodeThatCannotStart_whenRefused_thenNoThreadIsLeft() {
    try (var first = Millrace.embedded(SETTINGS)) {
      int port = Integer.parseInt(first.gatewayAddress().replaceFirst(".*:", ""));
      var threads = new ThreadWatch();

      assertThatThrownBy(() -> Millrace.embedded(SETTINGS.withGateway("127.0.0.1", port)))
          .isInstanceOf(MillraceException.class);

      threads.assertNoneLeft();
    }
  }
}
