// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import io.millrace.aggregate.Aggregates;
import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamInput;
import io.millrace.bench.peer.stream.StreamLoad;
import io.millrace.bench.peer.stream.WindowRounds;
import io.millrace.message.FieldMessages;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.processor.Job;
import io.millrace.processor.TimePolicy;
import io.millrace.v1.Result;
import io.millrace.window.Windows;
import java.time.Duration;
import java.util.Map;

/** Count and sum of each key in windows of a minute; a result once a window's grace is over. */
final class WindowProgram implements StreamProgram {
  private static final int PARTITIONS = 8;
  private static final String AMOUNT = "amount";

  private final WindowRounds rounds = new WindowRounds();

  @Override
  public Job job() {
    var windows =
        Windows.tumbling(Duration.ofMillis(WindowRounds.WINDOW_MS))
            .aggregate(
                Aggregates.of(Aggregates.count(), Aggregates.sum(AMOUNT, WindowProgram::amount)));
    return Job.of("bench-window", windows)
        .withPartitions(PARTITIONS)
        .withTime(TimePolicy.DEFAULT.withOutOfOrderness(Duration.ofMillis(WindowRounds.GRACE_MS)));
  }

  private static long amount(DataRecord record) {
    return record.value().asReadOnlyByteBuffer().getLong();
  }

  @Override
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    return rounds.round(load, inlets);
  }

  @Override
  public void saw(Result result, long atNanos) {
    Fields fields = FieldMessages.of(result);
    rounds.saw(
        StreamInput.keyNumber(result.getKey().toByteArray(), 0),
        fields.timeMs(Windows.START).orElseThrow(),
        fields.longValue("count").orElseThrow(),
        fields.longValue("sum." + AMOUNT).orElseThrow(),
        atNanos);
  }
}
