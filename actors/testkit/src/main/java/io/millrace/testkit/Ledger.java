// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.model.PartitionId;
import io.millrace.model.QuarantineChange;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a partition's committed blocks say, one after the other. Not thread-safe. */
final class Ledger {
  private final BlockLog log;
  private final PartitionId partition;
  private final List<ResultRecord> results = new ArrayList<>();
  private final TreeMap<ByteString, ByteString> states =
      new TreeMap<>(ByteString.unsignedLexicographicalComparator());
  private final TreeMap<Long, QuarantineEntry> quarantine = new TreeMap<>();
  private long block;

  Ledger(BlockLog log, PartitionId partition) {
    this.log = log;
    this.partition = partition;
  }

  /** Reads what was committed since the last call. */
  Ledger read() {
    Head head = Owner.get(log.head(partition));
    for (StoredBlock stored : Owner.get(log.read(head, block, Long.MAX_VALUE))) {
      BlockHeader header = BlockHeader.decode(stored.header());
      apply(BlockDecoder.decode(header, stored.body(), BlockLimits.DEFAULT));
      block = stored.sequence();
    }
    return this;
  }

  private void apply(Block committed) {
    results.addAll(committed.results());
    for (StateChange change : committed.changes()) {
      if (change.present()) {
        states.put(change.key(), change.state());
      } else {
        states.remove(change.key());
      }
    }
    for (QuarantineChange change : committed.quarantine()) {
      change
          .entry()
          .ifPresentOrElse(
              entry -> quarantine.put(change.id(), entry), () -> quarantine.remove(change.id()));
    }
  }

  /** Results of all tags, in the order of the log. */
  List<ResultRecord> results() {
    return List.copyOf(results);
  }

  /** State of each key that has one, in the order of the keys' unsigned bytes. */
  SortedMap<ByteString, ByteString> states() {
    return new TreeMap<>(states);
  }

  /** What lies in quarantine, by id. */
  List<QuarantineEntry> quarantine() {
    return List.copyOf(quarantine.values());
  }
}
