// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import com.sun.management.ThreadMXBean;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * A codec of this JVM as a contender: a round goes over all batches, again and again, on one
 * thread, until its time is over. Not thread-safe.
 *
 * @param <S> the codec's stored form
 */
final class CodecLoop<S> implements Contender {
  private static final double MEGA = 1e6;
  private static final double NANO = 1e-9;

  private final String name;
  private final Map<String, String> settings;
  private final String promises;
  private final BatchCodec<S> codec;
  private final CodecData data;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Keeps what is measured from being optimised away. */
  private long seen;

  CodecLoop(
      String name,
      Map<String, String> settings,
      String promises,
      BatchCodec<S> codec,
      CodecData data) {
    this.name = name;
    this.settings = settings;
    this.promises = promises;
    this.codec = codec;
    this.data = data;
  }

  /** A batch with what it became. */
  private record Pair<S>(Batch batch, S stored) {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public String promises() {
    return promises;
  }

  @Override
  public boolean takes(Load load) {
    return load.get(CodecLoads.WORK) != CodecLoads.STORE;
  }

  @Override
  public Measurement round(Load load) throws IOException {
    List<Batch> batches = data.batches(load);
    var pairs = new ArrayList<Pair<S>>();
    long stored = 0;
    for (Batch batch : batches) {
      S form = codec.stored(batch);
      pairs.add(new Pair<>(batch, form));
      stored += codec.bytes(form);
    }
    ToLongFunction<Pair<S>> work =
        load.get(CodecLoads.WORK) == CodecLoads.ENCODE
            ? pair -> codec.encode(pair.batch())
            : pair -> codec.decode(pair.batch(), pair.stored());
    long atLeastNanos = load.get(CodecLoads.MILLIS) * 1_000_000;
    long passes = 0;
    CpuClock cpu = CpuClock.start(Map.of("client", ProcessHandle.current()));
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    long nanos;
    do {
      for (Pair<S> pair : pairs) {
        seen += work.applyAsLong(pair);
      }
      passes++;
      nanos = System.nanoTime() - start;
    } while (nanos < atLeastNanos);
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    if (seen == 0) {
      throw new IOException(name + ": no bytes came out");
    }
    long records = passes * CodecData.records(batches);
    double raw = CodecData.rawBytes(batches);
    return cpu.measurement(records, nanos * NANO)
        .with("raw-mb-per-s", passes * raw / MEGA / (nanos * NANO))
        .with("ratio", raw / stored)
        .with("allocated-bytes-per-record", (double) allocated / records);
  }

  @Override
  public void close() {}
}
