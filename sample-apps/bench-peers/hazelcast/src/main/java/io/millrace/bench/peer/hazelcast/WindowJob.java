// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.hazelcast;

import static com.hazelcast.jet.aggregate.AggregateOperations.allOf;
import static com.hazelcast.jet.aggregate.AggregateOperations.counting;
import static com.hazelcast.jet.aggregate.AggregateOperations.summingLong;
import static com.hazelcast.jet.datamodel.Tuple2.tuple2;
import static com.hazelcast.jet.datamodel.Tuple3.tuple3;
import static com.hazelcast.jet.pipeline.JournalInitialPosition.START_FROM_OLDEST;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.datamodel.Tuple2;
import com.hazelcast.jet.datamodel.Tuple3;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.jet.pipeline.StreamSource;
import com.hazelcast.jet.pipeline.WindowDefinition;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamLoad;
import io.millrace.bench.peer.stream.WindowRounds;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Count and sum of each key in windows of a minute; a result once a window's grace is over. */
final class WindowJob implements JetPeer.Program {
  /**
   * When the others' time goes on without a partition that has no records: by default after a
   * minute, so between two rounds already.
   */
  private static final long IDLE_MS = Duration.ofHours(1).toMillis();

  private final WindowRounds rounds = new WindowRounds();

  @Override
  public Pipeline pipeline(String input, String output) {
    // Otherwise Jet may change the order of records on their way, and late ones get too late.
    var pipeline = Pipeline.create().setPreserveOrder(true);
    StreamSource<Tuple3<Long, Long, Long>> source =
        Sources.<Tuple3<Long, Long, Long>, Long, byte[]>mapJournal(
            input,
            START_FROM_OLDEST,
            event -> record(event.getKey(), event.getNewValue()),
            event -> true);
    pipeline
        .readFrom(source.setPartitionIdleTimeout(IDLE_MS))
        .withTimestamps(record -> record.f1(), WindowRounds.GRACE_MS)
        // A reader of several partitions takes the newest time among them all for its own: with
        // many records to catch up with it is ahead in some partitions, and those of the others
        // are too late. With one partition each, the windows wait for the slowest of them.
        .setLocalParallelism(JetPeer.PARTITIONS)
        .groupingKey(record -> record.f0())
        .window(WindowDefinition.tumbling(WindowRounds.WINDOW_MS))
        .aggregate(allOf(counting(), summingLong(record -> record.f2())))
        .writeTo(
            Sinks.map(
                output, result -> tuple2(result.key(), result.start()), result -> result.result()));
    return pipeline;
  }

  /** Key, event time, amount. */
  private static Tuple3<Long, Long, Long> record(Long key, byte[] entry) {
    ByteBuffer bytes = ByteBuffer.wrap(entry);
    return tuple3(key, bytes.getLong(), bytes.getLong());
  }

  @Override
  public void listen(HazelcastInstance member, String output, Semaphore room) {
    IMap<Tuple2<Long, Long>, Tuple2<Long, Long>> results = member.getMap(output);
    EntryAddedListener<Tuple2<Long, Long>, Tuple2<Long, Long>> added =
        event -> saw(event.getKey(), event.getValue(), room);
    var unused = results.addEntryListener(added, true);
  }

  private void saw(Tuple2<Long, Long> key, Tuple2<Long, Long> total, Semaphore room) {
    rounds.saw(Keys.number(key.f0()), key.f1(), total.f0(), total.f1(), System.nanoTime());
    room.release(Math.toIntExact(total.f0()));
  }

  @Override
  public String sink() {
    return "map, of key and window: writing an entry again changes nothing, which makes it exactly"
        + " once; read by a listener";
  }

  @Override
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    return rounds.round(load, inlets);
  }
}
