// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.codec.Dictionaries;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.QuarantineChange;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.model.TimerChange;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import java.util.ArrayList;
import java.util.Comparator;
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
  private final TreeMap<TimerPlace, Timer> timers = new TreeMap<>(TimerPlace.ORDER);
  private final List<OutboxRecord> outbox = new ArrayList<>();
  private long watermarkMs = Block.NO_WATERMARK;
  private long block;

  /** What a timer is known by. */
  record TimerPlace(ByteString key, TimeKind kind, String name) {
    private static final Comparator<TimerPlace> ORDER =
        Comparator.comparing(TimerPlace::key, ByteString.unsignedLexicographicalComparator())
            .thenComparing(TimerPlace::kind)
            .thenComparing(TimerPlace::name);
  }

  Ledger(BlockLog log, PartitionId partition) {
    this.log = log;
    this.partition = partition;
  }

  /** Reads what was committed since the last call. */
  Ledger read() {
    Head head = Owner.get(log.head(partition));
    for (StoredBlock stored : Owner.get(log.read(head, block, Long.MAX_VALUE))) {
      BlockHeader header = BlockHeader.decode(stored.header());
      apply(
          BlockDecoder.decode(
              header, stored.body(), stored.form(), BlockLimits.DEFAULT, Dictionaries.NONE));
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
    for (TimerChange change : committed.timers()) {
      var place = new TimerPlace(change.key(), change.kind(), change.name());
      if (change.present()) {
        timers.put(place, new Timer(change.kind(), change.name(), change.timeMs()));
      } else {
        timers.remove(place);
      }
    }
    outbox.addAll(committed.outbox());
    watermarkMs = Math.max(watermarkMs, committed.watermarkMs());
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

  /** All timers that are set, by key, kind and name. */
  SortedMap<TimerPlace, Timer> timers() {
    return new TreeMap<>(timers);
  }

  /** All that was ever sent to other stages, in order. */
  List<OutboxRecord> sent() {
    return List.copyOf(outbox);
  }

  /** Event-time watermark as of the newest block, {@link Block#NO_WATERMARK} if there is none. */
  long watermarkMs() {
    return watermarkMs;
  }
}
