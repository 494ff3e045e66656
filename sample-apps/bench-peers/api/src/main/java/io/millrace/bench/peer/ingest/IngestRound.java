// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.ingest;

import io.millrace.bench.peer.BenchRecords;
import io.millrace.bench.peer.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One round: of P producers, number p hands over records p, p + P, p + 2 P and so on. Under a fixed
 * rate a record's latency counts from when it was due, not from when it was handed over, so a sink
 * that made its producers wait does not hide how long the records behind waited (which histograms
 * corrected for coordinated omission guess at); all latencies are kept, so percentiles are exact.
 *
 * <p>For one run. Its outcome is thread-safe.
 */
public final class IngestRound implements RecordSink.Outcome {
  private static final double NANOS_PER_MS = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final IngestLoad load;
  private final long firstIndex;
  private final BenchRecords records;
  private final long[] tookNs;
  private final AtomicLong left;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile Pacer pacer = new Pacer(0, 1);

  /**
   * Not begun yet.
   *
   * @param firstIndex which of all records is the round's first; the others follow. No round
   *     repeats those of another: values that a table holds twice take almost no place there
   */
  public IngestRound(IngestLoad load, long firstIndex) {
    this.load = load;
    this.firstIndex = firstIndex;
    this.records = new BenchRecords(load.keys(), load.valueBytes());
    this.tookNs = new long[load.rate() > 0 ? load.records() : 0];
    this.left = new AtomicLong(load.records());
  }

  /**
   * Sends all records and returns once each was acknowledged.
   *
   * @param sink tells this round what became of them
   * @param timeout how long it may take from one acknowledgement to the next
   * @return as a peer's round returns it
   * @throws IllegalStateException if a record was refused, or none was acknowledged for so long
   */
  public Map<String, Double> run(RecordSink sink, long timeout, TimeUnit unit)
      throws InterruptedException {
    long start = System.nanoTime();
    if (load.rate() > 0) {
      pacer = new Pacer(start, load.rate());
    }
    List<Thread> producers = start(sink);
    boolean all = await(timeout, unit);
    long end = System.nanoTime();
    producers.forEach(Thread::interrupt);
    for (Thread producer : producers) {
      producer.join();
    }
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("record refused: " + cause, cause);
    }
    if (!all) {
      throw new IllegalStateException(
          "%d of %d records not acknowledged, and none for %d %s (expected: all)"
              .formatted(left.get(), load.records(), timeout, unit));
    }
    var results = new LinkedHashMap<String, Double>();
    results.put(Peer.RECORDS, (double) load.records());
    results.put(Peer.SECONDS, (end - start) / NANOS_PER_SECOND);
    addLatencies(results);
    return results;
  }

  /** Returns whether the round came to its end; false if nothing was acknowledged for so long. */
  private boolean await(long timeout, TimeUnit unit) throws InterruptedException {
    long before = Long.MAX_VALUE;
    long now = left.get();
    while (now < before) {
      if (over.await(timeout, unit)) {
        return true;
      }
      before = now;
      now = left.get();
    }
    return false;
  }

  private List<Thread> start(RecordSink sink) {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < load.producers(); i++) {
      int first = i;
      var thread = new Thread(() -> produce(first, sink), "producer-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    return threads;
  }

  private void produce(int first, RecordSink sink) {
    try {
      for (long place = first; place < load.records(); place += load.producers()) {
        if (failure.get() != null) {
          return;
        }
        if (load.rate() > 0 && !pacer.isDue(place)) {
          sink.flush();
          pacer.await(place);
        }
        long index = firstIndex + place;
        sink.send(place, records.key(index), records.value(index));
      }
      sink.flush();
    } catch (InterruptedException e) {
      // The round is over: its time is up, or a record was refused.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  @Override
  public void acknowledged(long place) {
    if (load.rate() > 0) {
      tookNs[(int) place] = Math.max(0, System.nanoTime() - pacer.dueNs(place));
    }
    if (left.decrementAndGet() == 0) {
      over.countDown();
    }
  }

  @Override
  public void failed(Throwable cause) {
    failure.compareAndSet(null, cause);
    over.countDown();
  }

  private void addLatencies(Map<String, Double> results) {
    if (tookNs.length > 0) {
      Arrays.sort(tookNs);
      results.put("p50-ms", ms(0.5));
      results.put("p99-ms", ms(0.99));
      results.put("p99.9-ms", ms(0.999));
      results.put("max-ms", ms(1));
    }
  }

  private double ms(double share) {
    int rank = (int) Math.ceil(share * tookNs.length);
    return tookNs[Math.max(0, rank - 1)] / NANOS_PER_MS;
  }
}
