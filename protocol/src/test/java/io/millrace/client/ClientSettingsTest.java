// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ClientSettingsTest {
  private static final ClientSettings DEFAULTS = ClientSettings.defaults();
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void givenSettingOutOfRange_whenChanged_thenRefusedByName() {
    assertRefused("batchRecordsMax: 0", () -> DEFAULTS.withBatches(0, 1));
    assertRefused("batchRecordsMax: 10001", () -> DEFAULTS.withBatches(10_001, 1));
    assertRefused("batchBytesMax", () -> DEFAULTS.withBatches(1, (4 << 20) + 1));
    assertRefused("unackedRecordsMax", () -> DEFAULTS.withUnacked(0, 1));
    assertRefused("unackedBytesMax", () -> DEFAULTS.withUnacked(1, 0));
    assertRefused("requestTimeout", () -> DEFAULTS.withTimeouts(Duration.ZERO, SECOND));
    assertRefused("inboundBytesMax", () -> DEFAULTS.withInboundBytesMax(1));
    assertRefused(
        "backoffMax: PT1S",
        () -> DEFAULTS.withReconnect(SECOND, SECOND, SECOND.plusNanos(1), SECOND));
  }

  @Test
  void givenAddressWithoutPort_whenConnected_thenRefusedByName() {
    for (String address : List.of("", "host", ":1", "host:", "host:x", "host:70000")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MillraceClient.connect(List.of(address), DEFAULTS))
          .withMessageContaining("expected: host:port");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MillraceClient.connect(List.of(), DEFAULTS));
  }

  @Test
  void givenBackoff_whenAttemptsFail_thenPausesDoubleUpToTheMaximumWithJitter() {
    var backoff = new Backoff(Duration.ofNanos(100), Duration.ofNanos(1_000), new Random(1));

    for (long ceiling : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
      assertThat(backoff.nextNs()).isBetween(ceiling / 2, ceiling);
    }
    backoff.reset();
    assertThat(backoff.nextNs()).isBetween(50L, 100L);
  }

  private static void assertRefused(String text, Runnable change) {
    assertThatIllegalArgumentException().isThrownBy(change::run).withMessageContaining(text);
  }
}
