// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A partition as one list of the records it took in, cut into blocks. Everything else is worked out
 * from the list's front each time: slow and plain. Runs what {@link CoreRig#counting} does.
 */
final class PlainModel {
  /** Where a key's newest main result lies. */
  record Place(long block, int index) {}

  /** What a producer may claim. */
  record Progress(ProducerEpoch epoch, long applied) {}

  /** What a block must hold. */
  record Sealed(List<ResultRecord> results, List<StateChange> changes, List<ProducerMark> marks) {}

  private record Entry(String producer, ProducerEpoch epoch, DataRecord record) {}

  private record BlockPart(int records, List<ProducerMark> marks) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<BlockPart> blocks = new ArrayList<>();
  private final Map<String, Progress> producers = new HashMap<>();
  private int sealed;
  private int committed;
  private int committedBlocks;

  int count() {
    return entries.size();
  }

  int committedCount() {
    return committed;
  }

  Progress meet(String producer, ProducerEpoch epoch) {
    Progress known = producers.getOrDefault(producer, new Progress(ProducerEpoch.NONE, 0));
    if (epoch.number() < known.epoch().number()) {
      return known;
    }
    boolean fresh = epoch.incarnation() > known.epoch().incarnation();
    var next = new Progress(epoch, fresh ? 0 : known.applied());
    producers.put(producer, next);
    return next;
  }

  void take(String producer, ProducerEpoch epoch, List<DataRecord> records, long upTo) {
    long applied = meet(producer, epoch).applied();
    for (DataRecord record : records) {
      if (record.sequence() > applied && record.sequence() <= upTo) {
        entries.add(new Entry(producer, epoch, record));
      }
    }
    producers.put(producer, new Progress(epoch, upTo));
  }

  /** Index of the record that a producer's current incarnation sent under this sequence. */
  int entryOf(String producer, ProducerEpoch epoch, long sequence) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry e = entries.get(i);
      if (e.producer().equals(producer)
          && e.epoch().incarnation() == epoch.incarnation()
          && e.record().sequence() == sequence) {
        return i;
      }
    }
    throw new AssertionError(producer + " " + epoch + " never sent " + sequence);
  }

  /** Highest committed sequence of the producer's current incarnation. */
  long committed(String producer) {
    return highest(producer, committed);
  }

  private long highest(String producer, int count) {
    long incarnation = epoch(producer).incarnation();
    return entries.subList(0, count).stream()
        .filter(e -> e.producer().equals(producer) && e.epoch().incarnation() == incarnation)
        .mapToLong(e -> e.record().sequence())
        .max()
        .orElse(0);
  }

  private ProducerEpoch epoch(String producer) {
    return producers.getOrDefault(producer, new Progress(ProducerEpoch.NONE, 0)).epoch();
  }

  Sealed seal(int records) {
    var marks = new LinkedHashMap<String, ProducerMark>();
    for (Entry e : entries.subList(sealed, sealed + records)) {
      long applied = highest(e.producer(), sealed + records);
      marks.put(e.producer(), new ProducerMark(e.producer(), epoch(e.producer()), applied));
    }
    var before = new HashMap<ByteString, Integer>();
    run(0, sealed, before, new ArrayList<>(), new HashMap<>());
    var results = new ArrayList<ResultRecord>();
    var changes = new HashMap<ByteString, StateChange>();
    run(sealed, sealed + records, before, results, changes);
    sealed += records;
    blocks.add(new BlockPart(records, List.copyOf(marks.values())));
    return new Sealed(results, List.copyOf(changes.values()), List.copyOf(marks.values()));
  }

  void commit(int records) {
    committed += records;
    committedBlocks++;
  }

  /** Only the committed blocks stay, with what they say of producers. */
  void crash() {
    entries.subList(committed, entries.size()).clear();
    blocks.subList(committedBlocks, blocks.size()).clear();
    sealed = committed;
    producers.clear();
    for (BlockPart block : blocks) {
      for (ProducerMark mark : block.marks()) {
        producers.put(mark.producer(), new Progress(mark.epoch(), mark.sequence()));
      }
    }
  }

  /** The newest committed main result of each key that has one. */
  Map<ByteString, Place> places() {
    var places = new HashMap<ByteString, Place>();
    var state = new HashMap<ByteString, Integer>();
    int from = 0;
    for (int b = 0; b < committedBlocks; b++) {
      var results = new ArrayList<ResultRecord>();
      run(from, from + blocks.get(b).records(), state, results, new HashMap<>());
      from += blocks.get(b).records();
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i).isMain()) {
          places.put(results.get(i).key(), new Place(b + 1, i));
        }
      }
    }
    return places;
  }

  long committedResults() {
    var results = new ArrayList<ResultRecord>();
    run(0, committed, new HashMap<>(), results, new HashMap<>());
    return results.size();
  }

  /** Keys that have state or a committed main result. */
  int keys() {
    var state = new HashMap<ByteString, Integer>();
    run(0, entries.size(), state, new ArrayList<>(), new HashMap<>());
    var keys = new java.util.HashSet<>(state.keySet());
    keys.addAll(places().keySet());
    return keys.size();
  }

  private void run(
      int from,
      int to,
      Map<ByteString, Integer> state,
      List<ResultRecord> results,
      Map<ByteString, StateChange> changes) {
    for (Entry e : entries.subList(from, to)) {
      ByteString key = e.record().key();
      String order = e.record().value().toStringUtf8();
      int count = state.getOrDefault(key, 0) + 1;
      ByteString text = CoreRig.bytes(Integer.toString(count));
      switch (order) {
        case "bad" -> results.add(refusal(e, "refused", "value is bad"));
        case "boom" -> {
          // Lies in quarantine, and that is all.
        }
        case "forget" -> {
          state.remove(key);
          changes.put(key, StateChange.delete(key));
        }
        default -> {
          String tag = order.equals("side") ? "side" : ResultRecord.MAIN;
          results.add(new ResultRecord(tag, key, text, e.record().eventTimeMs(), Fields.EMPTY));
          state.put(key, count);
          changes.put(key, StateChange.set(key, text));
        }
      }
    }
  }

  private static ResultRecord refusal(Entry e, String tag, String reason) {
    var fields =
        Fields.of("reason", reason, "producer", e.producer(), "sequence", e.record().sequence());
    return new ResultRecord(
        tag, e.record().key(), ByteString.EMPTY, e.record().eventTimeMs(), fields);
  }
}
