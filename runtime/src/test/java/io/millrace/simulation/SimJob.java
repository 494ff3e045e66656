// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.model.Token;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import io.millrace.processor.TimePolicy;
import io.millrace.store.JobEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What the simulated partitions do: each record's and each timer's result says the key's state
 * before and after it, so every committed block shows whether the owner's state was the fold of the
 * log.
 */
final class SimJob implements Processor {
  /** What comes of a timer has this ahead of the timer's name. */
  static final String TIMER = "timer:";

  private static final Duration ORDER = Duration.ofMillis(30);

  /** What the partitions wait for. */
  static final TimePolicy TIME = new TimePolicy(ORDER, Duration.ofSeconds(3));

  private final JobEntry entry;
  private final PartitionMap.Router router;

  SimJob(int partitions) {
    this.entry = new JobEntry("sim", new UUID(7, 7), 1, PartitionMap.even(partitions));
    this.router = entry.partitions().router();
  }

  JobEntry entry() {
    return entry;
  }

  PartitionId partition(int number) {
    return new PartitionId(entry.id(), number);
  }

  List<PartitionId> partitions() {
    var all = new ArrayList<PartitionId>();
    entry.partitions().numbers().forEach(number -> all.add(partition(number)));
    return all;
  }

  PartitionId partitionOf(ByteString key) {
    return partition(router.partitionOf(Token.of(key)));
  }

  /** A record named {@code id}, of a producer's generation; event times grow, but for some. */
  static DataRecord record(int generation, long sequence, ByteString key, String id) {
    long eventTimeMs = 1_000_000L * generation + 10 * sequence - Math.floorMod(id.hashCode(), 40);
    return new DataRecord(sequence, key, ByteString.copyFromUtf8(id), eventTimeMs, Fields.EMPTY);
  }

  /** Some records set a timer that has their name: by one clock or the other. */
  static boolean setsTimer(String id) {
    return Math.floorMod(id.hashCode(), 5) < 2;
  }

  @Override
  public Effect process(DataRecord record, Context context) {
    String id = record.value().toStringUtf8();
    Effect.Builder effect = step(id, context);
    if (setsTimer(id)) {
      long wait = Math.floorMod(id.hashCode(), 3_000);
      return Math.floorMod(id.hashCode(), 5) == 0
          ? effect.setTimer(TimeKind.EVENT, id, record.eventTimeMs() - ORDER.toMillis()).build()
          : effect.setTimer(TimeKind.PROCESSING, id, context.processingTimeMs() + wait).build();
    }
    return effect.build();
  }

  @Override
  public Effect onTimer(ByteString key, Timer timer, Context context) {
    return step(TIMER + timer.name(), context).build();
  }

  private static Effect.Builder step(String id, Context context) {
    String before = context.state().map(ByteString::toStringUtf8).orElse("");
    String after = next(before, id);
    var effect = Effect.builder();
    effect.emit(ByteString.copyFromUtf8(id + "|" + before + "|" + after));
    return after.isEmpty() ? effect.deleteState() : effect.setState(ByteString.copyFromUtf8(after));
  }

  /** The reference: a key's state after a record; now and then there is none. */
  static String next(String before, String id) {
    long hash = (before.isEmpty() ? 17 : Long.parseLong(before, 36)) * 31 + id.hashCode();
    return hash % 11 == 0 ? "" : Long.toString(hash, 36);
  }
}
