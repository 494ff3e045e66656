// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The block being filled, with those who wait for it. Not thread-safe: confined to one actor.
 *
 * @param <C> how a caller is reached
 */
final class OpenBlock<C> {
  private final List<ResultRecord> results = new ArrayList<>();
  private final List<KeyTable.@Nullable Entry> places = new ArrayList<>();
  private final Map<ByteString, StateChange> changes = new LinkedHashMap<>();
  private final List<Waiter<C>> waiters = new ArrayList<>();
  private int records;
  private long bytes;

  /**
   * A batch to be answered when the block commits.
   *
   * @param last its highest sequence
   * @param duplicates how many of its records were known before
   */
  record Waiter<C>(C caller, long last, int duplicates, List<PartitionReply.Refused> refusals) {}

  boolean isEmpty() {
    return records == 0;
  }

  int records() {
    return records;
  }

  /** About how many bytes the block takes before compression. */
  long bytes() {
    return bytes;
  }

  /** Counts a record that was taken in. */
  void countRecord() {
    records++;
    bytes += 8;
  }

  /** Adds a main result of the key with this entry. */
  void addMain(ResultRecord result, KeyTable.Entry key) {
    add(result);
    places.set(places.size() - 1, key);
    key.expect();
  }

  /** Adds a result of a side output. */
  void add(ResultRecord result) {
    results.add(result);
    places.add(null);
    bytes += 16 + result.key().size() + result.value().size();
    for (var field : result.fields().entrySet()) {
      bytes += 4 + field.getKey().length() + field.getValue().length();
    }
  }

  void add(StateChange change) {
    changes.put(change.key(), change);
    bytes += 8 + change.key().size() + change.state().size();
  }

  void add(Waiter<C> waiter) {
    waiters.add(waiter);
  }

  List<ResultRecord> results() {
    return results;
  }

  /** For each result its key's entry, null for those of side outputs. */
  List<KeyTable.@Nullable Entry> places() {
    return places;
  }

  List<StateChange> changes() {
    return List.copyOf(changes.values());
  }

  List<Waiter<C>> waiters() {
    return waiters;
  }
}
