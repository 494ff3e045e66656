// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import io.millrace.v1.ProducerMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a test of the client has open, closed in the opposite order, and its usual steps. */
final class Opened {
  static final ByteString KEY = ByteString.copyFromUtf8("key");
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
    return session(ProducerListener.NONE, settings, addresses);
  }

  ProducerSession session(ProducerListener listener, ClientSettings settings, String... addresses) {
    return client(settings, addresses)
        .openProducer("job", "producer", ProducerMode.PRODUCER_MODE_FRESH, listener);
  }

  static void submit(ProducerSession session, int count) {
    for (int i = 0; i < count; i++) {
      session.submit(KEY, ByteString.copyFromUtf8("value " + i));
    }
  }

  static MillraceException failureOf(ThrowingCallable call) {
    return catchThrowableOfType(MillraceException.class, call);
  }

  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }
}
