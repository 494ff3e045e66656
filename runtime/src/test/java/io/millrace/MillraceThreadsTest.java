// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static io.millrace.CountJob.count;
import static io.millrace.CountJob.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MillraceException;
import io.millrace.v1.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
  void givenNodeThatCannotStart_whenRefused_thenNoThreadIsLeft() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var threads = new ThreadWatch();

      assertThatThrownBy(
              () -> Millrace.embedded(SETTINGS.withGateway("127.0.0.1", taken.getLocalPort())))
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("gateway port cannot be opened");

      threads.assertNoneLeft();
    }
  }
}
