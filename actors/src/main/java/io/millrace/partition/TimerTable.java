// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.model.TimerChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A partition's timers as applied, by name and by time. Those due at the same time are in the order
 * of their keys' bytes, then of their names. Not thread-safe: confined to one actor.
 *
 * <p>A cut freezes the table for a snapshot while it goes on changing, as that of {@link KeyTable}.
 */
final class TimerTable {
  /** About what a timer takes in memory beside its key and name. Unit: bytes. */
  private static final int ENTRY_BYTES = 200;

  private final Map<Id, Entry> entries = new HashMap<>();
  private final PlacedHeap<Entry> event = new PlacedHeap<>(TimerTable::compare);
  private final PlacedHeap<Entry> processing = new PlacedHeap<>(TimerTable::compare);
  private final ArrayList<Entry> order = new ArrayList<>();
  private final ArrayList<Entry> removedInCut = new ArrayList<>();
  private @Nullable Cut cut;
  private long bytes;

  /** Which timer. */
  record Id(ByteString key, TimeKind kind, String name) {
    private long weight() {
      return ENTRY_BYTES + key.size() + 2L * name.length();
    }
  }

  /** One timer. */
  static final class Entry extends PlacedHeap.Placed {
    private final Id id;
    private long timeMs;
    private int position;
    private boolean savedForCut;

    private Entry(Id id, long timeMs) {
      this.id = id;
      this.timeMs = timeMs;
    }

    Id id() {
      return id;
    }

    /** When it is due, milliseconds since 1970-01-01T00:00Z. */
    long timeMs() {
      return timeMs;
    }

    private TimerChange image() {
      return new TimerChange(id.key(), id.kind(), id.name(), true, timeMs);
    }
  }

  /** The table as it was when the cut was made. */
  final class Cut {
    private final ArrayList<TimerChange> saved = new ArrayList<>();
    private final int end = order.size();
    private int next;

    /**
     * The next timers.
     *
     * @param bytesMax stop behind the timer that reaches so many bytes
     * @return empty at the end
     */
    List<TimerChange> next(int bytesMax) {
      var timers = new ArrayList<TimerChange>();
      long taken = 0;
      while (taken < bytesMax && !saved.isEmpty()) {
        taken += take(saved.remove(saved.size() - 1), timers);
      }
      while (taken < bytesMax && next < end) {
        Entry entry = order.get(next++);
        if (entry.savedForCut) {
          entry.savedForCut = false;
        } else {
          taken += take(entry.image(), timers);
        }
      }
      return timers;
    }

    private int take(TimerChange timer, List<TimerChange> timers) {
      timers.add(timer);
      return 16 + timer.key().size() + timer.name().length();
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

  int size() {
    return entries.size();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** About how much memory the timers take. Unit: bytes. */
  long bytes() {
    return bytes;
  }

  boolean contains(Id id) {
    return entries.containsKey(id);
  }

  /** The timer as users see it, if it is set. */
  Optional<Timer> find(Id id) {
    Entry entry = entries.isEmpty() ? null : entries.get(id);
    return entry == null
        ? Optional.empty()
        : Optional.of(new Timer(id.kind(), id.name(), entry.timeMs));
  }

  /** The timer of a kind that is due first, null if there is none. */
  @Nullable Entry first(TimeKind kind) {
    return heap(kind).first();
  }

  /** Sets a timer, or moves it. */
  void set(Id id, long timeMs) {
    Entry known = entries.get(id);
    if (known == null) {
      var entry = new Entry(id, timeMs);
      entry.position = order.size();
      order.add(entry);
      entries.put(id, entry);
      heap(id.kind()).add(entry);
      bytes += id.weight();
    } else if (known.timeMs != timeMs) {
      touch(known);
      known.timeMs = timeMs;
      heap(id.kind()).moved(known);
    }
  }

  /** Clears a timer; false if it was not set. */
  boolean clear(Id id) {
    Entry entry = entries.remove(id);
    if (entry == null) {
      return false;
    }
    touch(entry);
    heap(id.kind()).remove(entry);
    bytes -= id.weight();
    if (cut == null) {
      dropFromOrder(entry);
    } else {
      removedInCut.add(entry);
    }
    return true;
  }

  /** Takes back what a block or a snapshot says of a timer. */
  void apply(TimerChange change) {
    var id = new Id(change.key(), change.kind(), change.name());
    if (change.present()) {
      set(id, change.timeMs());
    } else {
      clear(id);
    }
  }

  private PlacedHeap<Entry> heap(TimeKind kind) {
    return kind == TimeKind.EVENT ? event : processing;
  }

  private void touch(Entry entry) {
    if (cut != null) {
      cut.save(entry);
    }
  }

  private static int compare(Entry a, Entry b) {
    int byTime = Long.compare(a.timeMs, b.timeMs);
    if (byTime != 0) {
      return byTime;
    }
    int byKey = compareUnsigned(a.id.key(), b.id.key());
    return byKey != 0 ? byKey : a.id.name().compareTo(b.id.name());
  }

  /** As {@link ByteString#unsignedLexicographicalComparator}, without its iterators. */
  private static int compareUnsigned(ByteString a, ByteString b) {
    int end = Math.min(a.size(), b.size());
    for (int i = 0; i < end; i++) {
      if (a.byteAt(i) != b.byteAt(i)) {
        return Byte.compareUnsigned(a.byteAt(i), b.byteAt(i));
      }
    }
    return a.size() - b.size();
  }

  private void dropFromOrder(Entry entry) {
    Entry last = order.remove(order.size() - 1);
    if (last != entry) {
      order.set(entry.position, last);
      last.position = entry.position;
    }
  }
}
