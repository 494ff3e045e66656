// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.limits;

import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.Limits;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A thread for each core copies arrays into others, together larger than the caches; the arrays
 * live as long as the contender.
 */
final class MemoryCopy implements Contender {
  private static final int MIB = 1 << 20;
  private static final int ARRAY_MIB = 32;

  private final int threads = Runtime.getRuntime().availableProcessors();
  private final ExecutorService executor = Executors.newFixedThreadPool(threads);
  private final List<byte[]> from = new ArrayList<>();
  private final List<byte[]> into = new ArrayList<>();

  MemoryCopy() {
    for (int i = 0; i < threads; i++) {
      from.add(new byte[ARRAY_MIB * MIB]);
      into.add(new byte[ARRAY_MIB * MIB]);
    }
  }

  @Override
  public String name() {
    return Limits.MEMORY_COPY;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("threads", threads + "", "array", ARRAY_MIB + " MiB, one pair for each thread");
  }

  @Override
  public String promises() {
    return "Nothing: bytes are copied and forgotten.";
  }

  @Override
  public boolean takes(Load load) {
    return load.values().containsKey(LimitsSuite.COPIED_MIB);
  }

  @Override
  public Measurement round(Load load) throws InterruptedException {
    long each = Math.max(1, load.get(LimitsSuite.COPIED_MIB) / threads);
    CpuClock cpu = CpuClock.start(Map.of("client", ProcessHandle.current()));
    long start = System.nanoTime();
    var parts = new ArrayList<Future<?>>();
    for (int i = 0; i < threads; i++) {
      byte[] source = from.get(i);
      byte[] target = into.get(i);
      parts.add(executor.submit(() -> copy(source, target, each)));
    }
    for (Future<?> part : parts) {
      try {
        part.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("copy failed", e);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Measurement measured = cpu.measurement(each * threads, seconds);
    return measured.with("gb-per-s", measured.recordsPerSecond() * MIB / 1e9);
  }

  private static void copy(byte[] source, byte[] target, long mib) {
    for (long i = 0; i < mib; i++) {
      int at = (int) (i % ARRAY_MIB) * MIB;
      System.arraycopy(source, at, target, at, MIB);
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
