// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.flink;

import io.millrace.bench.peer.stream.CountRounds;
import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamLoad;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Counts the records of each key; a result for each record. */
final class CountJob implements FlinkPeer.Program {
  private final CountRounds rounds = new CountRounds();

  /** A key's count so far. */
  private static final class Count extends KeyedProcessFunction<Long, Long, Tuple2<Long, Long>> {
    private static final long serialVersionUID = 1;

    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Long key, Context context, Collector<Tuple2<Long, Long>> out)
        throws Exception {
      Long before = count.value();
      long now = before == null ? 1 : before + 1;
      count.update(now);
      out.collect(Tuple2.of(key, now));
    }
  }

  @Override
  public void build(StreamExecutionEnvironment environment, FlinkPeer.Topics topics) {
    var source = topics.<Long>source().setDeserializer(new Keys()).build();
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "records")
        .keyBy(key -> key)
        .process(new Count(), Types.TUPLE(Types.LONG, Types.LONG))
        .sinkTo(
            topics.sink(
                new Results<Tuple2<Long, Long>>(
                    topics.output(),
                    result -> Bytes.of(result.f0),
                    result -> Bytes.of(result.f1))));
  }

  @Override
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    return rounds.round(load, inlets);
  }

  @Override
  public void read(byte[] key, byte[] value, long atNanos) {
    rounds.saw(Keys.number(key), Bytes.longAt(value, 0), atNanos);
  }
}
