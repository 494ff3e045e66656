// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.v1.GetRequest;
import io.millrace.v1.Record;
import io.millrace.v1.ResultServiceGrpc;
import io.millrace.v1.SubmitBatchRequest;
import io.millrace.v1.SubmitServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes and reads back single records by unary calls, as a plain gRPC client would: at UNAVAILABLE
 * it goes on to the next address, at anything else it gives up and remembers it.
 */
final class UnaryLoad implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int DEADLINE_S = 15;

  private interface Call {
    void on(ManagedChannel channel);
  }

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> keys = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong retried = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean stop;
  private int at;

  UnaryLoad(List<String> addresses) {
    for (String address : addresses) {
      channels.add(ManagedChannelBuilder.forTarget(address).usePlaintext().build());
    }
    new Thread(this::callAll, "unary-load").start();
  }

  private void callAll() {
    for (long i = 0; !stop; i++) {
      String key = "unary-" + i;
      if (call(channel -> submit(channel, key))) {
        keys.add(key);
        call(channel -> get(channel, key));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    ended.complete(null);
  }

  private boolean call(Call call) {
    long start = System.nanoTime();
    while (true) {
      try {
        call.on(channels.get(at));
        answered.incrementAndGet();
        longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
        return true;
      } catch (StatusRuntimeException e) {
        boolean retry = e.getStatus().getCode() == Status.Code.UNAVAILABLE && !stop;
        if (!retry) {
          if (!stop) {
            failures.add(e.toString());
          }
          return false;
        }
        retried.incrementAndGet();
        at = (at + 1) % channels.size();
        LockSupport.parkNanos(PAUSE_NANOS / 2);
      }
    }
  }

  private static void submit(ManagedChannel channel, String key) {
    var unused =
        SubmitServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS)
            .submitBatch(
                SubmitBatchRequest.newBuilder()
                    .setJob(LocalNodes.JOB)
                    .addRecords(Record.newBuilder().setKeyText(key).setValueText(key))
                    .build());
  }

  private static void get(ManagedChannel channel, String key) {
    var unused =
        ResultServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(DEADLINE_S, TimeUnit.SECONDS)
            .get(GetRequest.newBuilder().setJob(LocalNodes.JOB).setKeyText(key).build());
  }

  /** What came other than an answer or UNAVAILABLE. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  List<String> acknowledgedKeys() {
    return List.copyOf(keys);
  }

  long answered() {
    return answered.get();
  }

  @Override
  public String toString() {
    return "answered="
        + answered
        + " retried="
        + retried
        + " longestMs="
        + TimeUnit.NANOSECONDS.toMillis(longestNanos.get())
        + " failures="
        + failures;
  }

  @Override
  public void close() {
    stop = true;
    ended.join();
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
