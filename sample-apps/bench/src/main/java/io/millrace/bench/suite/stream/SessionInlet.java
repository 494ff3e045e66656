// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import com.google.protobuf.UnsafeByteOperations;
import io.millrace.bench.peer.stream.Inlet;
import io.millrace.client.ProducerSession;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A producer's session. What does not fill a batch leaves after as long as with the peers. */
final class SessionInlet implements Inlet, AutoCloseable {
  static final long LINGER_MS = 5;

  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(LINGER_MS);
  private static final Duration ANSWERS_MAX = Duration.ofMinutes(5);

  private final ProducerSession session;
  private long flushedNanos = System.nanoTime();

  SessionInlet(ProducerSession session) {
    this.session = session;
  }

  @Override
  public void send(byte[] key, byte[] value, long eventTimeMs) {
    long unused =
        session.submit(
            UnsafeByteOperations.unsafeWrap(key),
            UnsafeByteOperations.unsafeWrap(value),
            eventTimeMs,
            Fields.EMPTY);
    long nowNanos = System.nanoTime();
    if (nowNanos - flushedNanos > LINGER_NANOS) {
      session.flush();
      flushedNanos = nowNanos;
    }
  }

  @Override
  public void awaitAcknowledged() {
    if (!session.awaitAnswers(ANSWERS_MAX)) {
      throw MillraceException.of(Kind.UNAVAILABLE, "answers did not come in time")
          .with("unacknowledged", session.counters().unacknowledged())
          .with("waited", ANSWERS_MAX);
    }
    long refused = session.counters().refused();
    if (refused > 0) {
      throw MillraceException.of(Kind.CALLER, "records were refused")
          .with("refused", refused)
          .with("expected", 0);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
