// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.client.GrpcFailures;
import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import io.millrace.v1.TailRequest;
import io.millrace.v1.TailResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A tail of a job that goes on behind the last result that was taken, whatever breaks on the way. A
 * result that was not taken comes again after {@link #reopen}, with all behind it in its partition.
 * One thread reads; any may {@link #nudge} and {@link #stop}.
 */
final class ResultTail {
  private static final long PAUSE_MIN_MS = 50;
  private static final long PAUSE_MAX_MS = 2_000;

  /** A call that lived so long was connected: longer than connecting may take. */
  private static final long SETTLED_NANOS = 30_000_000_000L;

  private final MillraceClient client;
  private final TailRequest request;
  private final long reconnectNanosMax;
  private final Map<Integer, Position> after = new HashMap<>();
  private final Set<Integer> behind = new HashSet<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Object lock = new Object();
  private Context.@Nullable CancellableContext call;
  private @Nullable Iterator<TailResponse> pages;
  private volatile boolean nudged;
  private long pauseMs = PAUSE_MIN_MS;
  private long openedNanos;
  private long brokenNanos;
  private boolean broken;

  /**
   * @param from names the job, and where each partition starts
   * @param reconnectTimeMax how long nothing may be reached
   */
  ResultTail(MillraceClient client, TailRequest from, Duration reconnectTimeMax) {
    this.client = client;
    this.request = from.toBuilder().clearAfter().setTag("*").build();
    this.reconnectNanosMax = reconnectTimeMax.toNanos();
    from.getAfterList().forEach(position -> after.put(position.getPartition(), position));
  }

  /** Whether results of the partition were not taken, and wait for {@link #reopen}. */
  boolean isBehind(int partition) {
    return behind.contains(partition);
  }

  /** Reads again what was not taken. */
  void reopen() {
    behind.clear();
    endCall();
    pages = null;
  }

  /**
   * Waits for some results; none if it was stopped or nudged.
   *
   * @param taken told each result, in order within a partition; false if there is no room for it
   * @throws MillraceException if the service fails for good, or cannot be reached for too long
   */
  void read(Predicate<Result> taken) {
    if (nudged) {
      nudged = false;
      reopen();
      return;
    }
    try {
      Iterator<TailResponse> open = pages;
      if (open == null) {
        open = open();
      }
      if (!open.hasNext()) {
        throw Status.UNAVAILABLE.withDescription("tail ended").asRuntimeException();
      }
      take(open.next(), taken);
      pauseMs = PAUSE_MIN_MS;
      broken = false;
    } catch (StatusRuntimeException e) {
      onBreak(e);
    }
  }

  private void take(TailResponse page, Predicate<Result> taken) {
    for (Result result : page.getResultsList()) {
      int partition = result.getPosition().getPartition();
      if (behind.contains(partition)) {
        continue;
      }
      if (taken.test(result)) {
        after.put(partition, result.getPosition());
      } else {
        behind.add(partition);
      }
    }
  }

  private Iterator<TailResponse> open() {
    openedNanos = System.nanoTime();
    Context.CancellableContext context;
    synchronized (lock) {
      if (stopped.getCount() == 0) {
        throw Status.CANCELLED.withDescription("stopped").asRuntimeException();
      }
      context = Context.ROOT.withCancellation();
      call = context;
    }
    Context before = context.attach();
    try {
      Iterator<TailResponse> opened =
          client.resultStreams().tail(request.toBuilder().addAllAfter(after.values()).build());
      pages = opened;
      return opened;
    } finally {
      context.detach(before);
    }
  }

  private void onBreak(StatusRuntimeException e) {
    endCall();
    pages = null;
    behind.clear();
    if (stopped.getCount() == 0) {
      return;
    }
    if (nudged) {
      nudged = false;
      return;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw MillraceException.of(Kind.UNAVAILABLE, "interrupted while waiting for results", e);
    }
    long now = System.nanoTime();
    if (!broken || now - openedNanos > SETTLED_NANOS) {
      broken = true;
      brokenNanos = now;
    }
    if (!GrpcFailures.isTransient(e.getStatus()) || now - brokenNanos > reconnectNanosMax) {
      throw MillraceException.of(kind(e.getStatus()), "results cannot be read", e)
          .with("job", request.getJob())
          .with("status", e.getStatus().getCode())
          .with("description", e.getStatus().getDescription());
    }
    try {
      if (!stopped.await(pauseMs, TimeUnit.MILLISECONDS)) {
        pauseMs = Math.min(PAUSE_MAX_MS, 2 * pauseMs);
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw MillraceException.of(
          Kind.UNAVAILABLE, "interrupted while waiting for results", interrupt);
    }
  }

  private static Kind kind(Status status) {
    return switch (status.getCode()) {
      case NOT_FOUND -> Kind.NOT_FOUND;
      case INVALID_ARGUMENT -> Kind.CALLER;
      case DATA_LOSS -> Kind.CORRUPT;
      default -> Kind.UNAVAILABLE;
    };
  }

  /** Makes a {@link #read} that waits return. */
  void nudge() {
    nudged = true;
    endCall();
  }

  /** Ends the call; a read that waits returns, and none waits again. */
  void stop() {
    stopped.countDown();
    endCall();
  }

  private void endCall() {
    synchronized (lock) {
      if (call != null) {
        call.cancel(null);
        call = null;
      }
    }
  }
}
