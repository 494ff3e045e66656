// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.kafka;

import io.millrace.bench.peer.stream.CountRounds;
import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamInput;
import io.millrace.bench.peer.stream.StreamLoad;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/** Counts the records of each key; a result for each record. */
final class CountingStream implements StreamsPeer.Program {
  private final CountRounds rounds = new CountRounds();

  @Override
  public Topology topology(String input, String output) {
    var builder = new StreamsBuilder();
    builder.stream(input, Consumed.with(Serdes.Bytes(), Serdes.ByteArray()))
        .groupByKey(Grouped.with(Serdes.Bytes(), Serdes.ByteArray()))
        .count(
            Materialized.<Bytes, Long>as(Stores.inMemoryKeyValueStore("counts"))
                .withKeySerde(Serdes.Bytes())
                .withValueSerde(Serdes.Long()))
        .toStream()
        .to(output, Produced.with(Serdes.Bytes(), Serdes.Long()));
    return builder.build();
  }

  @Override
  public boolean isEveryUpdateShown() {
    return true;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    return rounds.round(load, inlets);
  }

  @Override
  public void read(byte[] key, byte[] value, long atNanos) {
    rounds.saw(StreamInput.keyNumber(key, 0), ByteBuffer.wrap(value).getLong(), atNanos);
  }
}
