// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.model.Token;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.store.JobEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What the simulated partitions do: each record's result says the key's state before and after it,
 * so every committed block shows whether the owner's state was the fold of the log.
 */
final class SimJob {
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

  /** A record named {@code id}. */
  static DataRecord record(long sequence, ByteString key, String id) {
    return new DataRecord(
        sequence, key, ByteString.copyFromUtf8(id), DataRecord.NO_EVENT_TIME, Fields.EMPTY);
  }

  /** The processor. */
  static Effect process(DataRecord record, Context context) {
    String id = record.value().toStringUtf8();
    String before = context.state().map(ByteString::toStringUtf8).orElse("");
    String after = next(before, id);
    var effect = Effect.builder();
    effect.emit(ByteString.copyFromUtf8(id + "|" + before + "|" + after));
    return (after.isEmpty()
            ? effect.deleteState()
            : effect.setState(ByteString.copyFromUtf8(after)))
        .build();
  }

  /** The reference: a key's state after a record; now and then there is none. */
  static String next(String before, String id) {
    long hash = (before.isEmpty() ? 17 : Long.parseLong(before, 36)) * 31 + id.hashCode();
    return hash % 11 == 0 ? "" : Long.toString(hash, 36);
  }
}
