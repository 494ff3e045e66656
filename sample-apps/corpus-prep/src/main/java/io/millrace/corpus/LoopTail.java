// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.client.GrpcFailures;
import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Result;
import io.millrace.v1.TailRequest;
import io.millrace.v1.TailResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the partitions of one stage put out to come back, as it commits, and lets each {@link
 * LoopLog} submit it; goes on behind the last result after every break. One thread runs it; any may
 * {@link #close} it.
 */
final class LoopTail implements Runnable, AutoCloseable {
  private static final long PAUSE_MIN_MS = 50;
  private static final long PAUSE_MAX_MS = 2_000;

  /** How long nothing may be reached. */
  private static final long BROKEN_NANOS_MAX = TimeUnit.MINUTES.toNanos(2);

  /** What is told of the reading; called by the thread that runs. */
  interface Listener {
    /** A fence came back from a partition. */
    void onEcho(ByteString round);

    /** Messages were submitted; not yet durable. */
    void onMessages(LoopLog log);

    /** It is over. */
    void onFailure(MillraceException failure);
  }

  private final MillraceClient client;
  private final String stage;
  private final Map<Integer, LoopLog> logs = new HashMap<>();
  private final Listener listener;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Object lock = new Object();
  private Context.@Nullable CancellableContext call;
  private long brokenSince;
  private long pauseMs = PAUSE_MIN_MS;

  LoopTail(MillraceClient client, String stage, List<LoopLog> logs, Listener listener) {
    this.client = client;
    this.stage = stage;
    this.listener = listener;
    logs.forEach(log -> this.logs.put(log.partition(), log));
  }

  @Override
  public void run() {
    brokenSince = System.nanoTime();
    try {
      while (stopped.getCount() > 0) {
        try {
          open().forEachRemaining(this::take);
          onBreak(Status.UNAVAILABLE.withDescription("tail ended").asRuntimeException());
        } catch (StatusRuntimeException e) {
          onBreak(e);
        }
      }
    } catch (MillraceException e) {
      if (stopped.getCount() > 0) {
        listener.onFailure(LoopLog.explained(e));
      }
    } catch (RuntimeException e) {
      listener.onFailure(
          MillraceException.of(Kind.BUG, "messages between documents cannot be read", e)
              .with("stage", stage)
              .with("cause", e));
    }
  }

  private Iterator<TailResponse> open() {
    var request =
        TailRequest.newBuilder().setJob(CorpusPrep.JOB).setStage(stage).setTag(Looped.TAG);
    logs.values().forEach(log -> request.addAfter(log.position()));
    Context.CancellableContext context;
    synchronized (lock) {
      context = Context.ROOT.withCancellation();
      call = context;
      if (stopped.getCount() == 0) {
        context.cancel(null);
      }
    }
    Context before = context.attach();
    try {
      return client.resultStreams().tail(request.build());
    } finally {
      context.detach(before);
    }
  }

  private void take(TailResponse page) {
    brokenSince = System.nanoTime();
    pauseMs = PAUSE_MIN_MS;
    var touched = new HashSet<LoopLog>();
    for (Result result : page.getResultsList()) {
      LoopLog log = logs.get(result.getPosition().getPartition());
      if (log == null) {
        throw new IllegalStateException(
            "partition "
                + result.getPosition().getPartition()
                + " (expected: one of "
                + stage
                + ")");
      }
      ByteString round = log.take(result);
      if (round.isEmpty()) {
        touched.add(log);
      } else {
        listener.onEcho(round);
      }
    }
    touched.forEach(LoopLog::flush);
    touched.forEach((Consumer<LoopLog>) listener::onMessages);
  }

  private void onBreak(StatusRuntimeException e) {
    if (stopped.getCount() == 0) {
      return;
    }
    if (!GrpcFailures.isTransient(e.getStatus())
        || System.nanoTime() - brokenSince > BROKEN_NANOS_MAX) {
      throw MillraceException.of(Kind.UNAVAILABLE, "messages between documents cannot be read", e)
          .with("job", CorpusPrep.JOB)
          .with("stage", stage)
          .with("status", e.getStatus().getCode())
          .with("description", e.getStatus().getDescription());
    }
    try {
      if (!stopped.await(pauseMs, TimeUnit.MILLISECONDS)) {
        pauseMs = Math.min(PAUSE_MAX_MS, 2 * pauseMs);
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw MillraceException.of(Kind.UNAVAILABLE, "interrupted while reading", interrupt);
    }
  }

  /** Ends the reading; {@link #run} returns soon. */
  @Override
  public void close() {
    synchronized (lock) {
      stopped.countDown();
      if (call != null) {
        call.cancel(null);
      }
    }
  }
}
