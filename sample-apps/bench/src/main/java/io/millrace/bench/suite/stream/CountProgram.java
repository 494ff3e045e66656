// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.bench.peer.stream.CountRounds;
import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamInput;
import io.millrace.bench.peer.stream.StreamLoad;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.v1.Result;
import java.nio.ByteBuffer;
import java.util.Map;

/** Counts the records of each key; a result for each record. */
final class CountProgram implements StreamProgram {
  private static final int PARTITIONS = 8;

  private final CountRounds rounds = new CountRounds();

  @Override
  public Job job() {
    return Job.of("bench-count", CountProgram::counting).withPartitions(PARTITIONS);
  }

  private static Processor counting() {
    return (record, context) -> {
      long count = context.state().map(CountProgram::toLong).orElse(0L) + 1;
      ByteString bytes =
          UnsafeByteOperations.unsafeWrap(ByteBuffer.allocate(Long.BYTES).putLong(count).array());
      return Effect.builder().emit(bytes).setState(bytes).build();
    };
  }

  private static long toLong(ByteString bytes) {
    return bytes.asReadOnlyByteBuffer().getLong();
  }

  @Override
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    return rounds.round(load, inlets);
  }

  @Override
  public void saw(Result result, long atNanos) {
    int key = StreamInput.keyNumber(result.getKey().toByteArray(), 0);
    rounds.saw(key, toLong(result.getValue()), atNanos);
  }
}
