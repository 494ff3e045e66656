// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.KeyState;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a partition knows of its keys: the state as applied, and where the newest main result lies.
 * Not thread-safe: confined to one actor.
 *
 * <p>A cut freezes the table for a snapshot while it goes on changing: entries lie in a list beside
 * the map, the cut walks along it, and whoever changes an entry that the cut has not reached yet
 * leaves the old content behind for it. So a snapshot costs as much memory as changes meanwhile,
 * and no pause.
 */
final class KeyTable {
  private final Map<ByteString, Entry> entries = new HashMap<>();
  private final ArrayList<Entry> order = new ArrayList<>();
  private final ArrayList<Entry> removedInCut = new ArrayList<>();
  private @Nullable Cut cut;
  private long truncated;

  /** One key. */
  static final class Entry {
    private final ByteString key;
    private int position;
    private @Nullable ByteString state;
    private long block;
    private int index;
    private long sealedBlock;
    private int sealedIndex;
    private int pending;
    private boolean savedForCut;

    private Entry(ByteString key) {
      this.key = key;
    }

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

    /** A main result of the key has gone into the open block. */
    void expect() {
      pending++;
    }

    /** The block that holds its newest main result is committed. */
    void commit(long newBlock, int newIndex) {
      block = newBlock;
      index = newIndex;
    }

    private KeyState image() {
      return new KeyState(
          key, state != null, state == null ? ByteString.EMPTY : state, sealedBlock, sealedIndex);
    }
  }

  /** The table as it was when the cut was made. */
  final class Cut {
    private final ArrayList<KeyState> saved = new ArrayList<>();
    private final int end = order.size();
    private int next;

    /**
     * The next keys.
     *
     * @param bytesMax stop behind the key that reaches so many bytes
     * @return empty at the end
     */
    List<KeyState> next(int bytesMax) {
      var keys = new ArrayList<KeyState>();
      long bytes = 0;
      while (bytes < bytesMax && !saved.isEmpty()) {
        KeyState key = saved.remove(saved.size() - 1);
        keys.add(key);
        bytes += key.weight();
      }
      while (bytes < bytesMax && next < end) {
        Entry entry = order.get(next++);
        if (entry.savedForCut) {
          entry.savedForCut = false;
        } else {
          KeyState key = entry.image();
          keys.add(key);
          bytes += key.weight();
        }
      }
      return keys;
    }

    private void save(Entry entry) {
      if (entry.position >= next && entry.position < end && !entry.savedForCut) {
        entry.savedForCut = true;
        saved.add(entry.image());
      }
    }
  }

  /** Freezes the table; end it before the next one. Nothing may be in an open block. */
  Cut cut() {
    var newCut = new Cut();
    cut = newCut;
    return newCut;
  }

  /** The cut is not needed any more. */
  void endCut() {
    if (cut != null) {
      for (int i = cut.next; i < cut.end; i++) {
        order.get(i).savedForCut = false;
      }
      cut = null;
      removedInCut.forEach(this::dropFromOrder);
      removedInCut.clear();
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
    Entry known = entries.get(key);
    if (known != null) {
      return known;
    }
    var entry = new Entry(key);
    entry.position = order.size();
    order.add(entry);
    entries.put(key, entry);
    return entry;
  }

  /** Applies a state change. */
  void apply(StateChange change) {
    if (change.present()) {
      Entry entry = entry(change.key());
      touch(entry);
      entry.state = change.state();
      return;
    }
    Entry entry = entries.get(change.key());
    if (entry != null) {
      touch(entry);
      entry.state = null;
      removeIfEmpty(entry);
    }
  }

  /** The open block is sealed: the key's newest main result lies in it. */
  void seal(Entry entry, long block, int index) {
    touch(entry);
    entry.pending--;
    entry.sealedBlock = block;
    entry.sealedIndex = index;
  }

  /** Notes where the main results of a block lie that comes back from the log. */
  void replay(long block, List<ResultRecord> results) {
    for (int i = 0; i < results.size(); i++) {
      ResultRecord result = results.get(i);
      if (result.isMain()) {
        Entry entry = entry(result.key());
        entry.sealedBlock = block;
        entry.sealedIndex = i;
        entry.commit(block, i);
      }
    }
  }

  /** Takes back what a snapshot says of a key. */
  void restore(KeyState key) {
    Entry entry = entry(key.key());
    entry.state = key.present() ? key.state() : null;
    entry.sealedBlock = key.block();
    entry.sealedIndex = key.index();
    entry.commit(key.block(), key.index());
  }

  /** Forgets results up to this block; keys of which nothing else is known go, too. */
  void truncate(long upTo) {
    if (upTo <= truncated) {
      return;
    }
    truncated = upTo;
    for (int i = order.size() - 1; i >= 0; i--) {
      Entry entry = order.get(i);
      if (entries.get(entry.key) == entry) {
        removeIfEmpty(entry);
      }
    }
  }

  /** Whether a result in this block can still be read. */
  boolean isThere(long block) {
    return block > truncated;
  }

  private void touch(Entry entry) {
    if (cut != null) {
      cut.save(entry);
    }
  }

  private void removeIfEmpty(Entry entry) {
    if (entry.state != null || entry.pending > 0 || isThere(entry.sealedBlock)) {
      return;
    }
    touch(entry);
    entries.remove(entry.key);
    if (cut == null) {
      dropFromOrder(entry);
    } else {
      removedInCut.add(entry);
    }
  }

  private void dropFromOrder(Entry entry) {
    Entry last = order.remove(order.size() - 1);
    if (last != entry) {
      order.set(entry.position, last);
      last.position = entry.position;
    }
  }
}
