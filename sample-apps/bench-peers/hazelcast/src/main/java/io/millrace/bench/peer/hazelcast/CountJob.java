// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.hazelcast;

import static com.hazelcast.jet.aggregate.AggregateOperations.counting;
import static com.hazelcast.jet.pipeline.JournalInitialPosition.START_FROM_OLDEST;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.millrace.bench.peer.stream.CountRounds;
import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamLoad;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Counts the records of each key; a result for each record. */
final class CountJob implements JetPeer.Program {
  private final CountRounds rounds = new CountRounds();

  @Override
  public Pipeline pipeline(String input, String output) {
    var pipeline = Pipeline.create();
    pipeline
        .readFrom(
            Sources.<Long, Long, byte[]>mapJournal(
                input, START_FROM_OLDEST, event -> event.getKey(), event -> true))
        .withoutTimestamps()
        .groupingKey(key -> key)
        .rollingAggregate(counting())
        .writeTo(Sinks.map(output));
    return pipeline;
  }

  @Override
  public void listen(HazelcastInstance member, String output, Semaphore room) {
    IMap<Long, Long> results = member.getMap(output);
    EntryAddedListener<Long, Long> added = event -> saw(event.getKey(), event.getValue(), room);
    EntryUpdatedListener<Long, Long> updated = event -> saw(event.getKey(), event.getValue(), room);
    var unusedAdded = results.addEntryListener(added, true);
    var unusedUpdated = results.addEntryListener(updated, true);
  }

  private void saw(long key, long count, Semaphore room) {
    rounds.saw(Keys.number(key), count, System.nanoTime());
    room.release();
  }

  @Override
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    return rounds.round(load, inlets);
  }
}
