// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.millrace.v1.ProducerMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a test has open, closed in the opposite order. */
final class Opened {
  static final Duration LONG = Duration.ofSeconds(20);
  static final ClientSettings SETTINGS =
      ClientSettings.defaults()
          .withBatches(3, 1_000)
          .withLinger(Duration.ofMillis(1))
          .withReconnect(LONG, LONG, Duration.ofMillis(1), Duration.ofMillis(20));

  private final List<AutoCloseable> open = new ArrayList<>();

  <T extends AutoCloseable> T keep(T closeable) {
    open.add(closeable);
    return closeable;
  }

  FakeService welcoming() {
    return keep(FakeService.welcoming());
  }

  MillraceClient client(ClientSettings settings, String... addresses) {
    return keep(MillraceClient.connect(List.of(addresses), settings));
  }

  ProducerSession session(ClientSettings settings, String... addresses) {
    return client(settings, addresses)
        .openProducer("job", "producer", ProducerMode.PRODUCER_MODE_FRESH, ProducerListener.NONE);
  }

  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }
}
