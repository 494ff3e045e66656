// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import io.millrace.bench.Counting;
import io.millrace.bench.peer.stream.CountRounds;
import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamInput;
import io.millrace.bench.peer.stream.StreamLoad;
import io.millrace.processor.Job;
import io.millrace.v1.Result;
import java.util.Map;

/** Counts the records of each key; a result for each record. */
final class CountProgram implements StreamProgram {
  private static final int PARTITIONS = 8;

  private final CountRounds rounds = new CountRounds();

  @Override
  public Job job() {
    return Job.of("bench-count", Counting::processor).withPartitions(PARTITIONS);
  }

  @Override
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    return rounds.round(load, inlets);
  }

  @Override
  public void saw(Result result, long atNanos) {
    int key = StreamInput.keyNumber(result.getKey().toByteArray(), 0);
    rounds.saw(key, Counting.count(result.getValue()), atNanos);
  }
}
