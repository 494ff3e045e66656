// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.QuarantineChange;
import io.millrace.model.QuarantineEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records of a partition on which its processor kept failing, and those that wait behind them,
 * by id and by key. Not thread-safe: confined to one actor.
 */
final class Quarantine {
  private final TreeMap<Long, QuarantineEntry> entries = new TreeMap<>();
  private final Map<ByteString, ArrayDeque<Long>> byKey = new HashMap<>();
  private long bytes;
  private long nextId = 1;
  private long everFailed;

  /** A new entry's id. */
  long newId() {
    return nextId++;
  }

  /** The id that the next entry gets. */
  long nextId() {
    return nextId;
  }

  /** Records that ever came in because the processor failed. */
  long everFailed() {
    return everFailed;
  }

  /** About how much memory the entries take. Unit: bytes. */
  long bytes() {
    return bytes;
  }

  int size() {
    return entries.size();
  }

  /** Applies what a block says. */
  void apply(QuarantineChange change) {
    QuarantineEntry older = entries.get(change.id());
    if (older != null) {
      bytes -= older.weight();
    }
    if (change.entry().isEmpty()) {
      remove(change.id(), older);
      return;
    }
    QuarantineEntry entry = change.entry().get();
    entries.put(entry.id(), entry);
    bytes += entry.weight();
    nextId = Math.max(nextId, entry.id() + 1);
    if (older == null) {
      byKey.computeIfAbsent(entry.record().key(), k -> new ArrayDeque<>()).addLast(entry.id());
    }
    if (!entry.parked() && (older == null || older.parked())) {
      everFailed++;
    }
  }

  private void remove(long id, @Nullable QuarantineEntry older) {
    if (older == null) {
      return;
    }
    entries.remove(id);
    ByteString key = older.record().key();
    ArrayDeque<Long> ids = byKey.get(key);
    if (ids != null) {
      ids.remove(id);
      if (ids.isEmpty()) {
        byKey.remove(key);
      }
    }
  }

  /** Takes back what a snapshot's manifest says. */
  void restore(long next, long failed) {
    nextId = next;
    everFailed = failed;
  }

  @Nullable QuarantineEntry find(long id) {
    return entries.get(id);
  }

  /** The oldest entry of the key, null if it has none. */
  @Nullable QuarantineEntry first(ByteString key) {
    if (byKey.isEmpty()) {
      return null;
    }
    ArrayDeque<Long> ids = byKey.get(key);
    return ids == null ? null : entries.get(ids.getFirst());
  }

  /**
   * Entries after an id, in order, at least one if there is one.
   *
   * @param bytesMax stop before the entry that would pass so many bytes
   */
  List<QuarantineEntry> after(long id, int most, long bytesMax) {
    var page = new ArrayList<QuarantineEntry>();
    long pageBytes = 0;
    for (QuarantineEntry entry : entries.tailMap(id, false).values()) {
      pageBytes += entry.weight();
      if (page.size() >= most || (!page.isEmpty() && pageBytes > bytesMax)) {
        break;
      }
      page.add(entry);
    }
    return page;
  }

  /** Whether there are entries after an id. */
  boolean isAnyAfter(long id) {
    return entries.higherKey(id) != null;
  }

  /** All entries. */
  List<QuarantineEntry> all() {
    return List.copyOf(entries.values());
  }
}
