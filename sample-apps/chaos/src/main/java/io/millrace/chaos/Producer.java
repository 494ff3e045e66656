// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionMap;
import io.millrace.model.Token;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Receipt;
import io.millrace.v1.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that sends a steady load and writes down what it sent and heard. Now and then it crashes
 * on purpose: drops its session without a word, and comes back with what was never answered.
 */
final class Producer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Producer.class);
  private static final int UNACKED_RECORDS_MAX = 4_000;
  private static final Duration RECONNECT_MAX = Duration.ofMinutes(15);
  private static final Duration OPEN_MAX = Duration.ofSeconds(20);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(10);

  private final String name;
  private final Workload workload;
  private final Load load;
  private final Progress progress;
  private final Journal journal;
  private final PartitionMap.Router router = PartitionMap.even(ChaosJob.PARTITIONS).router();
  private final MillraceClient client;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private final ProducerHistory history;
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean answered;

  /**
   * How much a producer sends.
   *
   * @param burst records at a time
   * @param pause between bursts
   * @param crashAfter records of one session, after which the client crashes
   */
  record Load(int burst, Duration pause, int crashAfter) {}

  private Producer(
      String name,
      List<String> gateways,
      Workload workload,
      Load load,
      Progress progress,
      Journal journal) {
    this.name = name;
    this.workload = workload;
    this.load = load;
    this.progress = progress;
    this.journal = journal;
    this.history = new ProducerHistory(name);
    this.client =
        MillraceClient.connect(
            gateways,
            ClientSettings.defaults()
                .withBatches(200, 64 << 10)
                .withUnacked(UNACKED_RECORDS_MAX, 8 << 20)
                .withTimeouts(REQUEST_MAX, RECONNECT_MAX)
                .withReconnect(
                    OPEN_MAX, RECONNECT_MAX, Duration.ofMillis(50), Duration.ofSeconds(1)));
    this.thread = new Thread(this::run, "producer-" + name);
  }

  /** Starts a producer; it tries the gateways in the given order. */
  static Producer start(
      String name,
      List<String> gateways,
      Workload workload,
      Load load,
      Progress progress,
      Path folder)
      throws IOException {
    var producer =
        new Producer(name, gateways, workload, load, progress, Journal.create(folder, name));
    producer.thread.start();
    return producer;
  }

  /** Sessions that ended by themselves, which none should. */
  long failures() {
    return failures.get();
  }

  private void run() {
    long next = 1;
    var mode = ProducerMode.PRODUCER_MODE_FRESH;
    while (!answered && !Thread.currentThread().isInterrupted()) {
      long first = firstUnacknowledged();
      long base = Math.min(first, next);
      boolean opened = false;
      try (var session = client.openProducer(ChaosJob.NAME, name, mode, base, new Listener())) {
        opened = true;
        mode = ProducerMode.PRODUCER_MODE_RESUME;
        for (long sequence = base; sequence < next; sequence++) {
          submit(session, sequence);
        }
        next = produce(session, next);
      } catch (MillraceException e) {
        next = Math.max(next, sentUpTo() + 1);
        if (opened || e.kind() != MillraceException.Kind.UNAVAILABLE) {
          failures.incrementAndGet();
          LOG.atWarn().setCause(e).addKeyValue("producer", name).log("session ended by itself");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Sends until the client has to crash, or to stop; then it waits for the last answers. */
  private long produce(ProducerSession session, long from) throws InterruptedException {
    long next = from;
    while (!stop.await(load.pause().toMillis(), TimeUnit.MILLISECONDS)) {
      for (int i = 0; i < load.burst(); i++) {
        submit(session, next++);
      }
      session.flush();
      if (next - from >= load.crashAfter()) {
        return next;
      }
    }
    session.finish(RECONNECT_MAX);
    answered = true;
    return next;
  }

  private void submit(ProducerSession session, long sequence) {
    synchronized (history) {
      if (!history.isSubmitted(sequence)) {
        long nowNs = System.nanoTime();
        history.submitted(sequence, nowNs);
        journal.submitted(sequence, nowNs);
      }
    }
    long given = session.submit(workload.key(name, sequence), workload.value(name, sequence));
    if (given != sequence) {
      throw new IllegalStateException("sequence: " + given + " (expected: " + sequence + ")");
    }
  }

  private long firstUnacknowledged() {
    synchronized (history) {
      long sequence = 1;
      while (history.isAcknowledged(sequence)) {
        sequence++;
      }
      return sequence;
    }
  }

  private long sentUpTo() {
    synchronized (history) {
      return history.last();
    }
  }

  /** Stops sending, and waits until all is answered; false if that took too long. */
  boolean finish(Duration max) throws InterruptedException {
    stop.countDown();
    thread.join(max.toMillis());
    return !thread.isAlive();
  }

  /** Sends nothing more. */
  void stop() {
    stop.countDown();
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    client.close();
    journal.close();
  }

  /** Notes every record's first receipt. */
  private final class Listener implements ProducerListener {
    @Override
    public void onReceipt(Receipt receipt, int coveredCount) {
      long sequence = receipt.getFirstSequence();
      acknowledged(sequence);
      for (int i = 0; i < receipt.getStepsCount(); i++) {
        sequence += receipt.getSteps(i);
        acknowledged(sequence);
      }
    }

    private void acknowledged(long sequence) {
      long nowNs = System.nanoTime();
      long submittedNs;
      synchronized (history) {
        if (!history.acknowledged(sequence, nowNs)) {
          return;
        }
        submittedNs = history.submittedNs(sequence);
        journal.acknowledged(sequence, nowNs);
      }
      progress.acknowledged(
          router.partitionOf(Token.of(workload.key(name, sequence))), submittedNs);
    }

    @Override
    public void onRefusal(Refusal refusal) {
      failures.incrementAndGet();
      LOG.atError().addKeyValue("refusal", refusal).log("a record was refused");
    }
  }
}
