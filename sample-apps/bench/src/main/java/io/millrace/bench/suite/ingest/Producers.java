// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.bench.peer.BenchRecords;
import io.millrace.bench.peer.ingest.Pacer;
import io.millrace.bench.suite.Load;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sessions of one client, a thread for each, which share a load's records: of P producers, number p
 * sends records p, p + P, p + 2 P and so on. For one round.
 */
public final class Producers implements AutoCloseable {
  private final List<One> all = new ArrayList<>();
  private final ExecutorService threads;

  private Producers(int count) {
    this.threads = Executors.newFixedThreadPool(count);
  }

  /** Opens them, fresh; blocks until each is welcomed. */
  public static Producers open(MillraceClient client, String job, int count) {
    return open(List.of(client), job, count);
  }

  /** The same with the clients in turns, each of which may go through another node. */
  public static Producers open(List<MillraceClient> clients, String job, int count) {
    var producers = new Producers(count);
    try {
      for (int i = 0; i < count; i++) {
        var listener = new Acknowledged(i, count);
        ProducerSession session =
            clients
                .get(i % clients.size())
                .openProducer(job, "bench-" + i, ProducerMode.PRODUCER_MODE_FRESH, listener);
        producers.all.add(new One(i, session, listener));
      }
      return producers;
    } catch (RuntimeException e) {
      producers.close();
      throw e;
    }
  }

  /**
   * Sends all records of the load as fast as they go, until all are acknowledged.
   *
   * @param first which of all records is the first; the others follow
   * @return the seconds it took
   */
  public double send(Load load, long first) throws InterruptedException {
    long count = load.get(Load.RECORDS);
    var records = new BenchRecords(load.getInt(Load.KEYS), load.getInt(Load.VALUE_BYTES));
    long start = System.nanoTime();
    run(one -> one.send(records, first, count, all.size()));
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * Sends each record of the load when it is due, until all are acknowledged.
   *
   * @param first which of all records is the first; the others follow
   * @param latencies gets how long each took
   * @return the seconds it took
   */
  public double send(Load load, long first, Latencies latencies) throws InterruptedException {
    long count = load.get(Load.RECORDS);
    var records = new BenchRecords(load.getInt(Load.KEYS), load.getInt(Load.VALUE_BYTES));
    var pacer = new Pacer(System.nanoTime(), load.get(Load.RATE));
    all.forEach(one -> one.listener.measure(pacer, latencies));
    run(one -> one.send(records, first, count, all.size(), pacer));
    return (System.nanoTime() - pacer.startNs()) / 1e9;
  }

  private interface Work {
    void of(One one) throws InterruptedException;
  }

  private void run(Work work) throws InterruptedException {
    var parts = new ArrayList<Future<?>>();
    for (One one : all) {
      parts.add(
          threads.submit(
              () -> {
                work.of(one);
                one.session.finish();
                return one;
              }));
    }
    for (Future<?> part : parts) {
      try {
        part.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException("producer failed: " + e.getCause(), e.getCause());
      }
    }
  }

  /** Ends them at once. */
  @Override
  public void close() {
    all.forEach(one -> one.session.close());
    threads.shutdownNow();
  }

  private record One(int number, ProducerSession session, Acknowledged listener) {
    void send(BenchRecords records, long first, long count, int producers) {
      for (long i = number; i < count; i += producers) {
        session.submit(key(records, first + i), value(records, first + i));
      }
    }

    void send(BenchRecords records, long first, long count, int producers, Pacer pacer)
        throws InterruptedException {
      for (long i = number; i < count; i += producers) {
        if (!pacer.isDue(i)) {
          pacer.await(i);
        }
        // Leaves with a full batch, or after the client's linger.
        var unused = session.send(key(records, first + i), value(records, first + i));
      }
    }

    private static ByteString key(BenchRecords records, long index) {
      return UnsafeByteOperations.unsafeWrap(records.key(index));
    }

    private static ByteString value(BenchRecords records, long index) {
      return UnsafeByteOperations.unsafeWrap(records.value(index));
    }
  }

  /** Knows which record of the load a sequence of its session is. */
  private static final class Acknowledged implements ProducerListener {
    private final int number;
    private final int producers;
    private volatile Measure measure = dueNs -> {};
    private volatile Pacer pacer = new Pacer(0, 1);

    private interface Measure {
      void acknowledged(long dueNs);
    }

    Acknowledged(int number, int producers) {
      this.number = number;
      this.producers = producers;
    }

    void measure(Pacer rate, Latencies latencies) {
      pacer = rate;
      measure = latencies::acknowledged;
    }

    @Override
    public void onReceipt(Receipt receipt, int coveredCount) {
      long sequence = receipt.getFirstSequence();
      measure.acknowledged(dueNs(sequence));
      for (int i = 0; i < receipt.getStepsCount(); i++) {
        sequence += receipt.getSteps(i);
        measure.acknowledged(dueNs(sequence));
      }
    }

    private long dueNs(long sequence) {
      return pacer.dueNs(number + (sequence - 1) * producers);
    }
  }
}
