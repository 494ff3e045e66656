// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.DataRecord;
import io.millrace.model.PartitionMap;
import io.millrace.model.ResultRecord;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Graph;
import io.millrace.processor.Job;
import java.util.ArrayList;
import java.util.List;

/** A job of two stages: the first spreads each record over the keys of the second, which notes. */
final class SpreadJob {
  static final int SOURCES = 2;
  static final int OWNERS = 4;

  static final Graph GRAPH =
      Job.named("two-stages")
          .source()
          .stage("spread", () -> SpreadJob::spread)
          .keyBy(ResultRecord::value)
          .stage("note", () -> SpreadJob::note)
          .sink()
          .graph();

  private static final PartitionMap SPREAD = PartitionMap.even(SOURCES);
  private static final PartitionMap NOTE = PartitionMap.even(OWNERS - SOURCES, SOURCES);

  private SpreadJob() {}

  /** Where a stage's outputs go. */
  static Routes routes(String stage) {
    return Routes.of(GRAPH, stage, name -> name.equals("note") ? NOTE : SPREAD);
  }

  /** What a source puts out for a record, in order. */
  static List<String> outputs(int source, long sequence) {
    var outputs = new ArrayList<String>();
    for (long i = 0; i <= sequence % 3; i++) {
      outputs.add("s" + source + "-" + sequence + "-" + i);
    }
    return outputs;
  }

  private static Effect spread(DataRecord record, Context context) {
    String[] name = record.value().toStringUtf8().split("-");
    List<String> outputs = outputs(Integer.parseInt(name[0]), Long.parseLong(name[1]));
    var effect = Effect.builder();
    // Outputs come before messages.
    effect.emit(CoreRig.bytes(outputs.get(0)));
    for (String more : outputs.subList(1, outputs.size())) {
      effect.send("note", CoreRig.bytes("x" + more), CoreRig.bytes(more));
    }
    effect.emitTo("side", record.value());
    return effect.setState(record.value()).build();
  }

  private static Effect note(DataRecord record, Context context) {
    return Effect.builder().emit(record.value()).build();
  }
}
