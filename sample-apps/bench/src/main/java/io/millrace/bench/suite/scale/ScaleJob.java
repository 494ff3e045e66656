// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import java.nio.ByteBuffer;

/** Keeps each record as a result and counts the records of each key, which is the key's state. */
final class ScaleJob {
  /** Name of the job. */
  static final String NAME = "bench-scale";

  private ScaleJob() {}

  /** With so many partitions. */
  static Job of(int partitions) {
    return Job.of(NAME, ScaleJob::counting).withPartitions(partitions);
  }

  private static Processor counting() {
    return (record, context) -> {
      long count = context.state().map(ScaleJob::toLong).orElse(0L) + 1;
      ByteString state =
          UnsafeByteOperations.unsafeWrap(ByteBuffer.allocate(Long.BYTES).putLong(count).array());
      return Effect.builder().emit(record.value()).setState(state).build();
    };
  }

  private static long toLong(ByteString bytes) {
    return bytes.asReadOnlyByteBuffer().getLong();
  }
}
