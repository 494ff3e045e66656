// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.flink;

import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamLoad;
import io.millrace.bench.peer.stream.WindowRounds;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Count and sum of each key in windows of a minute; a result once a window's grace is over. */
final class WindowJob implements FlinkPeer.Program {
  private final WindowRounds rounds = new WindowRounds();

  /** Count and sum. */
  private static final class Total
      implements AggregateFunction<Tuple2<Long, Long>, Tuple2<Long, Long>, Tuple2<Long, Long>> {
    private static final long serialVersionUID = 1;

    @Override
    public Tuple2<Long, Long> createAccumulator() {
      return Tuple2.of(0L, 0L);
    }

    @Override
    public Tuple2<Long, Long> add(Tuple2<Long, Long> record, Tuple2<Long, Long> total) {
      return Tuple2.of(total.f0 + 1, total.f1 + record.f1);
    }

    @Override
    public Tuple2<Long, Long> getResult(Tuple2<Long, Long> total) {
      return total;
    }

    @Override
    public Tuple2<Long, Long> merge(Tuple2<Long, Long> one, Tuple2<Long, Long> other) {
      return Tuple2.of(one.f0 + other.f0, one.f1 + other.f1);
    }
  }

  /** Key, start of the window, count, sum. */
  private static final class Result
      implements WindowFunction<
          Tuple2<Long, Long>, Tuple4<Long, Long, Long, Long>, Long, TimeWindow> {
    private static final long serialVersionUID = 1;

    @Override
    public void apply(
        Long key,
        TimeWindow window,
        Iterable<Tuple2<Long, Long>> totals,
        Collector<Tuple4<Long, Long, Long, Long>> out) {
      for (Tuple2<Long, Long> total : totals) {
        out.collect(Tuple4.of(key, window.getStart(), total.f0, total.f1));
      }
    }
  }

  @Override
  public void build(StreamExecutionEnvironment environment, FlinkPeer.Topics topics) {
    var source = topics.<Tuple2<Long, Long>>source().setDeserializer(new Amounts()).build();
    var total = Types.<Tuple2<Long, Long>>TUPLE(Types.LONG, Types.LONG);
    var result =
        Types.<Tuple4<Long, Long, Long, Long>>TUPLE(Types.LONG, Types.LONG, Types.LONG, Types.LONG);
    environment
        .fromSource(
            source,
            WatermarkStrategy.<Tuple2<Long, Long>>forBoundedOutOfOrderness(
                Duration.ofMillis(WindowRounds.GRACE_MS)),
            "records")
        .keyBy(record -> record.f0, Types.LONG)
        .window(TumblingEventTimeWindows.of(Duration.ofMillis(WindowRounds.WINDOW_MS)))
        .aggregate(new Total(), new Result(), total, result)
        .sinkTo(
            topics.sink(
                new Results<Tuple4<Long, Long, Long, Long>>(
                    topics.output(), r -> Bytes.of(r.f0, r.f1), r -> Bytes.of(r.f2, r.f3))));
  }

  @Override
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    return rounds.round(load, inlets);
  }

  @Override
  public void read(byte[] key, byte[] value, long atNanos) {
    rounds.saw(
        Keys.number(key),
        Bytes.longAt(key, 1),
        Bytes.longAt(value, 0),
        Bytes.longAt(value, 1),
        atNanos);
  }
}
