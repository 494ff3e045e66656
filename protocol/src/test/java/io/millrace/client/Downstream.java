// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Writes down what a subscriber hears, and whether signals overlap or come after the end. */
final class Downstream implements Flow.Subscriber<Acknowledged> {
  final List<Acknowledged> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger inside = new AtomicInteger();
  final AtomicInteger overlaps = new AtomicInteger();
  final AtomicInteger late = new AtomicInteger();
  volatile Flow.@Nullable Subscription subscription;
  volatile boolean autoRequest;
  volatile boolean throwing;
  volatile int completed;
  volatile @Nullable Throwable failure;

  void request(long count) {
    subscription().request(count);
  }

  void cancel() {
    subscription().cancel();
  }

  List<Long> sequences() {
    return new ArrayList<>(heard.stream().map(Acknowledged::sequence).toList());
  }

  Throwable failure() {
    var told = failure;
    if (told == null) {
      throw new AssertionError("no failure was heard");
    }
    return told;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (autoRequest) {
      given.request(1);
    }
  }

  @Override
  public void onNext(Acknowledged answer) {
    signal();
    if (throwing) {
      throw new IllegalStateException("mine");
    }
    heard.add(answer);
    if (autoRequest) {
      request(1);
    }
    inside.decrementAndGet();
  }

  @Override
  public void onError(Throwable cause) {
    signal();
    failure = cause;
  }

  @Override
  public void onComplete() {
    signal();
    completed = 1;
  }

  private void signal() {
    if (inside.incrementAndGet() != 1) {
      overlaps.incrementAndGet();
    }
    if (completed > 0 || failure != null) {
      late.incrementAndGet();
    }
  }

  private Flow.Subscription subscription() {
    var given = subscription;
    if (given == null) {
      throw new AssertionError("no subscription yet");
    }
    return given;
  }
}
