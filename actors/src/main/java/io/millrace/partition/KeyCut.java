// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.KeyState;
import io.millrace.partition.KeyTable.Entry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A {@link KeyTable} as it was when the cut was made: first the keys that changed or left memory
 * since, then the others in memory, then those that were cold. Not thread-safe.
 */
final class KeyCut {
  private final KeyTable table;
  private final List<Entry> order;
  private final ColdSide cold;
  private final StateShare share;
  private final ArrayList<KeyState> saved = new ArrayList<>();
  private final BitSet gone = new BitSet();
  private final int end;
  private int next;

  /**
   * @param order the table's entries; those that were there stay in their places during the cut
   */
  KeyCut(KeyTable table, List<Entry> order, ColdSide cold, StateShare share) {
    this.table = table;
    this.order = order;
    this.cold = cold;
    this.share = share;
    this.end = order.size();
    cold.beginWalk();
  }

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
      KeyState key = unsave();
      keys.add(key);
      bytes += key.weight();
    }
    while (bytes < bytesMax && next < end) {
      Entry entry = order.get(next++);
      if (entry.savedForCut) {
        entry.savedForCut = false;
      } else if (entry != KeyTable.GONE) {
        KeyState key = entry.image();
        keys.add(key);
        bytes += key.weight();
      }
    }
    if (next == end && saved.isEmpty()) {
      addCold(keys, bytesMax - bytes);
    }
    return keys;
  }

  private void addCold(List<KeyState> keys, long bytesMax) {
    long bytes = 0;
    while (bytes < bytesMax) {
      KeyState key = cold.next();
      if (key == null) {
        return;
      } else if (table.isForgotten(key)) {
        table.forget(key.key());
      } else {
        keys.add(key);
        bytes += key.weight();
      }
    }
  }

  /** The entry is about to change. */
  void save(Entry entry) {
    if (isToCome(entry)) {
      entry.savedForCut = true;
      KeyState image = entry.image();
      saved.add(image);
      share.count(image.weight());
    }
  }

  private KeyState unsave() {
    KeyState image = saved.remove(saved.size() - 1);
    share.count(-image.weight());
    return image;
  }

  /** The entry is about to leave memory; false if there is no room on disk. */
  boolean putAside(Entry entry, KeyState image) {
    if (isToCome(entry)) {
      if (!cold.putAside(image)) {
        return false;
      }
      entry.savedForCut = true;
    }
    return true;
  }

  /** What was saved in memory goes to disk, if there is room; how many bytes it took. */
  long putSavedAside() {
    long bytes = 0;
    while (!saved.isEmpty() && cold.putAside(saved.get(saved.size() - 1))) {
      bytes += unsave().weight();
    }
    return bytes;
  }

  /** Whether the entry has not come yet, and nothing was saved of it. */
  private boolean isToCome(Entry entry) {
    return entry.position >= next && covers(entry) && !entry.savedForCut;
  }

  /** Whether the entry was there when the cut was made. */
  boolean covers(Entry entry) {
    return entry.position < end;
  }

  /** An entry that was there has gone; its place stays. */
  void noteGone(Entry entry) {
    gone.set(entry.position);
  }

  /** Forgets what was saved. The places that are to be filled again. */
  BitSet end() {
    for (int i = next; i < end; i++) {
      order.get(i).savedForCut = false;
    }
    while (!saved.isEmpty()) {
      unsave();
    }
    cold.endWalk();
    return gone;
  }
}
