// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.hazelcast;

import static com.hazelcast.jet.aggregate.AggregateOperations.counting;
import static com.hazelcast.jet.pipeline.JournalInitialPosition.START_FROM_OLDEST;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.Observable;
import com.hazelcast.jet.function.Observer;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.Sources;
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
    // Without it a key's results may overtake each other on their way out.
    var pipeline = Pipeline.create().setPreserveOrder(true);
    pipeline
        .readFrom(
            Sources.<Long, Long, byte[]>mapJournal(
                input, START_FROM_OLDEST, event -> event.getKey(), event -> true))
        .withoutTimestamps()
        .groupingKey(key -> key)
        .rollingAggregate(counting())
        .writeTo(Sinks.observable(output));
    return pipeline;
  }

  @Override
  public void listen(HazelcastInstance member, String output, Semaphore room) {
    Observable<Map.Entry<Long, Long>> results = member.getJet().getObservable(output);
    results.configureCapacity(JetPeer.JOURNAL_RECORDS);
    var unused =
        results.addObserver(Observer.of(result -> saw(result.getKey(), result.getValue(), room)));
  }

  private void saw(long key, long count, Semaphore room) {
    rounds.saw(Keys.number(key), count, System.nanoTime());
    room.release();
  }

  @Override
  public String sink() {
    return "observable, capacity "
        + JetPeer.JOURNAL_RECORDS
        + " (a map shows no result for each record in order: its sink puts several batches at once,"
        + " and an older count may overwrite a newer one)";
  }

  @Override
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    return rounds.round(load, inlets);
  }
}
