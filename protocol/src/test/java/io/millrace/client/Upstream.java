// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A publisher that the test plays. */
final class Upstream implements Flow.Subscription {
  private final AtomicLong requested = new AtomicLong();
  final AtomicInteger cancels = new AtomicInteger();

  long asked() {
    return requested.get();
  }

  void send(Flow.Subscriber<OutgoingRecord> to, OutgoingRecord record, int count) {
    for (int i = 0; i < count; i++) {
      to.onNext(record);
    }
  }

  @Override
  public void request(long count) {
    requested.addAndGet(count);
  }

  @Override
  public void cancel() {
    cancels.incrementAndGet();
  }
}
