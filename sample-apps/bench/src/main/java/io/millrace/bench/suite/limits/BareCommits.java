// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.limits;

import com.google.protobuf.ByteString;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.BlockLog.CasResult;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import io.millrace.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Commits blocks of random bytes through the log as a node's partitions do, one after the other in
 * each of some partitions: a row is written, then the head moves by a compare-and-set.
 */
final class BareCommits implements Contender {
  private static final String KEYSPACE = "bench_commits";
  private static final int HEADER_BYTES = 128;
  private static final int CHAIN_BYTES = 32;
  private static final int DIGITS = 3;
  private static final int WAIT_MAX_S = 600;

  private final BenchDatabase database;
  private final Stores stores;
  private final UUID job = UUID.randomUUID();
  private final ByteString header;
  private final ByteString chain;
  private final List<Head> heads = new ArrayList<>();

  BareCommits(BenchDatabase database) {
    this.database = database;
    this.stores = database.connect(KEYSPACE);
    this.header = random(HEADER_BYTES);
    this.chain = random(CHAIN_BYTES);
  }

  private static ByteString random(int bytes) {
    byte[] made = new byte[bytes];
    new Random(bytes).nextBytes(made);
    return ByteString.copyFrom(made);
  }

  @Override
  public String name() {
    return "commits";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "commits under way", "one in each partition",
        "block", "random bytes, as what is compressed already, without a row of the skip index");
  }

  @Override
  public String promises() {
    return "Each block is durable and the only one at its place, as in Millrace; nothing is in it.";
  }

  @Override
  public boolean takes(Load load) {
    return load.values().containsKey(LimitsSuite.BLOCK_BYTES);
  }

  @Override
  public Measurement round(Load load) throws InterruptedException {
    int partitions = load.getInt(LimitsSuite.PARTITIONS);
    long each = Math.max(1, load.get(Load.RECORDS) / partitions);
    ByteString body = random(load.getInt(LimitsSuite.BLOCK_BYTES));
    for (int i = heads.size(); i < partitions; i++) {
      heads.add(await(stores.blocks().claim(new PartitionId(job, i))));
    }
    Histogram micros = new ConcurrentHistogram(DIGITS);
    CpuClock cpu = CpuClock.ofClientAnd("database", database.process());
    long start = System.nanoTime();
    List<CompletionStage<Head>> chains = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      chains.add(commit(heads.get(i), each, body, micros));
    }
    for (int i = 0; i < partitions; i++) {
      heads.set(i, await(chains.get(i)));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Measurement measured = cpu.measurement(each * partitions, seconds);
    return measured
        .with("mb-per-s", measured.recordsPerSecond() * body.size() / 1e6)
        .with("p50-ms", micros.getValueAtPercentile(50) / 1e3)
        .with("p99-ms", micros.getValueAtPercentile(99) / 1e3);
  }

  private CompletionStage<Head> commit(Head head, long count, ByteString body, Histogram micros) {
    if (count == 0) {
      return CompletableFuture.completedStage(head);
    }
    BlockLog log = stores.blocks();
    long number = head.sequence() + 1;
    Head next = head.extend(number, chain);
    long start = System.nanoTime();
    return log.write(new StoredBlock(head.partition(), number, head.epoch(), header, body))
        .thenCompose(written -> log.compareAndSet(head, next))
        .thenCompose(
            result -> {
              micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
              return commit(applied(result, next), count - 1, body, micros);
            });
  }

  private static Head applied(CasResult result, Head next) {
    if (!result.applied()) {
      throw new IllegalStateException(
          "commit refused: head is %s (expected: %s)".formatted(result.head(), next));
    }
    return next;
  }

  private static <T> T await(CompletionStage<T> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get(WAIT_MAX_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("not committed: " + e, e);
    }
  }

  @Override
  public void close() {
    stores.close();
  }
}
