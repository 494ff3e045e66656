// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a partition knows of its keys: the state as applied, and where the newest committed main
 * result lies. Not thread-safe: confined to one actor.
 */
final class KeyTable {
  private final Map<ByteString, Entry> entries = new HashMap<>();

  /** One key. */
  static final class Entry {
    private @Nullable ByteString state;
    private long block;
    private int index;
    private int pending;

    /** The state as applied, null if the key has none. */
    @Nullable ByteString state() {
      return state;
    }

    /** The committed block that holds the newest main result, 0 if there is none. */
    long block() {
      return block;
    }

    /** Place of the result in the block. */
    int index() {
      return index;
    }

    /** A main result of the key has gone into a block that is not committed yet. */
    void expect() {
      pending++;
    }

    /** That result is committed, at this place. */
    void place(long newBlock, int newIndex) {
      pending--;
      block = newBlock;
      index = newIndex;
    }
  }

  @Nullable Entry find(ByteString key) {
    return entries.get(key);
  }

  int size() {
    return entries.size();
  }

  /** The key's entry; makes one if there is none. */
  Entry entry(ByteString key) {
    return entries.computeIfAbsent(key, absent -> new Entry());
  }

  /** Applies a state change. */
  void apply(StateChange change) {
    if (change.present()) {
      entry(change.key()).state = change.state();
      return;
    }
    Entry entry = entries.get(change.key());
    if (entry == null) {
      return;
    }
    entry.state = null;
    if (entry.block == 0 && entry.pending == 0) {
      entries.remove(change.key());
    }
  }

  /** Notes where the main results of a block lie that comes back from the log. */
  void replay(long block, List<ResultRecord> results) {
    for (int i = 0; i < results.size(); i++) {
      ResultRecord result = results.get(i);
      if (result.isMain()) {
        Entry entry = entry(result.key());
        entry.block = block;
        entry.index = i;
      }
    }
  }
}
