// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.grpc.StatusRuntimeException;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import io.millrace.v1.TailRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows all results as they commit, through one gateway after the other, whatever breaks: each
 * stream lasts for a few seconds at most, and the next one goes on where it ended. What it saw must
 * be what is committed, without gap or repeat. Thread-safe.
 */
final class Tailer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tailer.class);
  private static final Duration STREAM_MAX = Duration.ofSeconds(10);
  private static final long PAUSE_MS = 200;

  private final List<String> gateways;
  private final Digest[] digests;
  private final Map<Integer, Position> after = new TreeMap<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "tailer");
  private long count;
  private long streams;

  private Tailer(List<String> gateways, int partitions) {
    this.gateways = List.copyOf(gateways);
    this.digests = Digest.some(partitions);
  }

  /** Starts to follow, from the first result on. */
  static Tailer start(List<String> gateways, int partitions) {
    var tailer = new Tailer(gateways, partitions);
    tailer.thread.start();
    return tailer;
  }

  private void run() {
    try {
      for (int turn = 0; stop.getCount() > 0; turn++) {
        follow(gateways.get(turn % gateways.size()));
        if (stop.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(String gateway) {
    try (var client = MillraceClient.connect(List.of(gateway), ClientSettings.defaults())) {
      client
          .resultStreams()
          .withDeadlineAfter(STREAM_MAX.toMillis(), TimeUnit.MILLISECONDS)
          .tail(request())
          .forEachRemaining(page -> page.getResultsList().forEach(this::take));
    } catch (StatusRuntimeException e) {
      LOG.atDebug().setCause(e).addKeyValue("gateway", gateway).log("tail ended");
    }
  }

  private synchronized TailRequest request() {
    streams++;
    return TailRequest.newBuilder().setJob(ChaosJob.NAME).addAllAfter(after.values()).build();
  }

  private synchronized void take(Result result) {
    Position at = result.getPosition();
    digests[at.getPartition()].add(
        at.getBlock(), at.getIndex(), result.getKey(), result.getValue());
    after.put(at.getPartition(), at);
    count++;
    notifyAll();
  }

  /** Streams begun so far. */
  synchronized long streams() {
    return streams;
  }

  /**
   * Waits until it has seen so many results, or too long, and compares.
   *
   * @param expected what is committed, by partition
   */
  synchronized void compare(Digest[] expected, Duration max, Verdict verdict)
      throws InterruptedException {
    long wanted = 0;
    for (Digest digest : expected) {
      wanted += digest.count();
    }
    long endNs = System.nanoTime() + max.toNanos();
    for (long leftNs = max.toNanos(); count < wanted && leftNs > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, leftNs);
      leftNs = endNs - System.nanoTime();
    }
    for (int number = 0; number < expected.length; number++) {
      if (!digests[number].toString().equals(expected[number].toString())) {
        verdict.found(
            Violation.TAIL,
            "partition " + number + ": " + digests[number] + ", not " + expected[number]);
      }
    }
  }

  @Override
  public void close() {
    stop.countDown();
    thread.interrupt();
  }
}
