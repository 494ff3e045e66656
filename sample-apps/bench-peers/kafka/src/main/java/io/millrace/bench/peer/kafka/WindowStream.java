// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.kafka;

import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamInput;
import io.millrace.bench.peer.stream.StreamLoad;
import io.millrace.bench.peer.stream.WindowRounds;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.Stores;

/**
 * Count and sum of each key in windows of a minute; a result once a window's grace is over. An
 * aggregate is two longs, 16 bytes; a result's key is the key and the window's start.
 */
final class WindowStream implements StreamsPeer.Program {
  private static final String EMIT_INTERVAL =
      StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION;
  private static final int EMIT_MS = 100;
  private static final Duration RETENTION = Duration.ofHours(1);
  private static final Duration CHANGELOG_RETENTION = Duration.ofDays(36_500);

  private final WindowRounds rounds = new WindowRounds();

  @Override
  public Topology topology(String input, String output) {
    var windows =
        TimeWindows.ofSizeAndGrace(
            Duration.ofMillis(WindowRounds.WINDOW_MS), Duration.ofMillis(WindowRounds.GRACE_MS));
    var builder = new StreamsBuilder();
    builder.stream(input, Consumed.with(Serdes.Bytes(), Serdes.ByteArray()))
        .groupByKey(Grouped.with(Serdes.Bytes(), Serdes.ByteArray()))
        .windowedBy(windows)
        .emitStrategy(EmitStrategy.onWindowClose())
        .aggregate(
            () -> new byte[2 * Long.BYTES],
            (key, value, aggregate) -> add(value, aggregate),
            Materialized.<Bytes, byte[]>as(
                    Stores.inMemoryWindowStore(
                        "windows", RETENTION, Duration.ofMillis(WindowRounds.WINDOW_MS), false))
                .withKeySerde(Serdes.Bytes())
                .withValueSerde(Serdes.ByteArray()))
        .toStream((window, aggregate) -> resultKey(window))
        .to(output, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    return builder.build();
  }

  private static byte[] add(byte[] value, byte[] aggregate) {
    ByteBuffer before = ByteBuffer.wrap(aggregate);
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(before.getLong() + 1)
        .putLong(before.getLong() + StreamInput.amount(value))
        .array();
  }

  private static byte[] resultKey(Windowed<Bytes> window) {
    return ByteBuffer.allocate(StreamInput.KEY_BYTES + Long.BYTES)
        .put(window.key().get())
        .putLong(window.window().start())
        .array();
  }

  @Override
  public boolean isEveryUpdateShown() {
    return false;
  }

  @Override
  public void configure(Properties properties) {
    properties.put(EMIT_INTERVAL, EMIT_MS);
    properties.put(
        StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG,
        CHANGELOG_RETENTION.toMillis());
  }

  @Override
  public Map<String, String> settings() {
    var all = new LinkedHashMap<String, String>();
    all.put("emit strategy", "onWindowClose (one final result of each window)");
    all.put("grace", WindowRounds.GRACE_MS + " ms of event time, as every contender's");
    all.put(
        "retention",
        RETENTION
            + " (default: size and grace; event time goes on faster than the clock here, and windows"
            + " that the store forgets before they are emitted are lost)");
    all.put(
        StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG,
        CHANGELOG_RETENTION + " (as retention.ms; default: a day)");
    all.put(EMIT_INTERVAL, EMIT_MS + " (default 1000: results would wait for up to a second)");
    return all;
  }

  @Override
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    return rounds.round(load, inlets);
  }

  @Override
  public void read(byte[] key, byte[] value, long atNanos) {
    ByteBuffer aggregate = ByteBuffer.wrap(value);
    rounds.saw(
        StreamInput.keyNumber(key, 0),
        ByteBuffer.wrap(key).getLong(StreamInput.KEY_BYTES),
        aggregate.getLong(),
        aggregate.getLong(),
        atNanos);
  }
}
