// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The items of a run between the oldest one that is not returned and the newest one sent: which
 * results wait, which may come in, whether another item may go out. Pure: time comes in. Not
 * thread-safe.
 *
 * <p>How many items may be out at a time follows the function's pace: about as many as are returned
 * in some seconds, so that a slow function's results do not come in lumps and few of its items are
 * worked on again after a crash.
 */
final class MapWindow {
  /** So many items may be out before anything is known of the pace. */
  private static final int START_ITEMS = 256;

  private static final int LEAST_ITEMS = 64;

  /** Results of a resumed run may come so far ahead of the oldest item, if their bytes allow. */
  private static final int AHEAD_ITEMS_MAX = 1 << 16;

  private static final long GROWTH_MAX = 16;

  private static final long SOON_NANOS = 2_000_000_000L;
  private static final long LATE_NANOS = 8_000_000_000L;

  /**
   * A result that waits.
   *
   * @param hash of its item, or {@link #HASH_UNKNOWN}
   */
  record Held(long index, ByteString value, @Nullable String failure, long hash) {
    static Held failed(long index, String reason, long hash) {
      return new Held(index, ByteString.EMPTY, reason, hash);
    }

    private long bytes() {
      return (long) value.size() + (failure == null ? 0 : failure.length());
    }
  }

  /** What became of a result that came. */
  enum Offer {
    /** It waits to be returned. */
    TAKEN,
    /** Its item is answered already. */
    SEEN,
    /** There is no room: it is to be read again. */
    LATER
  }

  /** Hash of an item that its result does not tell. */
  static final long HASH_UNKNOWN = -1;

  private final int itemsMax;
  private final long bytesMax;
  private final boolean ordered;
  private final @Nullable Held[] held;
  private final boolean[] returned;
  private final long[] hashes;
  private long base;
  private long fed;
  private long heldBytes;
  private long next;
  private long seenBytes;
  private long seenCount;

  private int itemsNow;
  private long paceFrom;
  private long paceNanos;

  /** A window before the first item. */
  MapWindow(int itemsMax, long bytesMax, boolean ordered, long nowNanos) {
    this.itemsMax = itemsMax;
    this.bytesMax = bytesMax;
    this.ordered = ordered;
    int places = Math.max(itemsMax, AHEAD_ITEMS_MAX);
    this.held = new Held[places];
    this.returned = new boolean[places];
    this.hashes = new long[places];
    this.itemsNow = Math.min(itemsMax, START_ITEMS);
    this.paceNanos = nowNanos;
  }

  /** The oldest item that is not returned. */
  long base() {
    return base;
  }

  /** How many items were sent; also the index of the next one. */
  long fed() {
    return fed;
  }

  /** Whether another item may be sent. */
  boolean hasRoom() {
    return fed == base
        || (fed - base < itemsNow && heldBytes < bytesMax && (fed - base) * mean() < bytesMax);
  }

  /** The next item is sent. */
  void feed(long hash) {
    hashes[place(fed)] = hash;
    fed++;
  }

  /** A result came, of an item that may not be sent yet if the run is resumed. */
  Offer offer(Held result) {
    long index = result.index();
    if (index < base || isKnown(index)) {
      return Offer.SEEN;
    }
    seenBytes += result.bytes();
    seenCount++;
    if (index != base && !fits(index, result.bytes())) {
      return Offer.LATER;
    }
    held[place(index)] = result;
    heldBytes += result.bytes();
    next = Math.min(next, index);
    return Offer.TAKEN;
  }

  private boolean isKnown(long index) {
    int place = place(index);
    return index - base < held.length && (returned[place] || held[place] != null);
  }

  /**
   * Of what is ahead of the items that were sent, only so much comes in as is likely to find room:
   * what lies far ahead would keep out what is wanted before it.
   */
  private boolean fits(long index, long bytes) {
    boolean near =
        index < fed || index - base < Math.min(held.length, Math.max(1, bytesMax / (2 * mean())));
    return near && heldBytes + bytes <= bytesMax;
  }

  /** Bytes of a result, as far as they are known; 1 up. */
  private long mean() {
    return 1 + seenBytes / Math.max(1, seenCount);
  }

  /**
   * The next result to return, if it is there.
   *
   * @throws MillraceException CALLER if it is another item's
   */
  Optional<Held> poll(long nowNanos) {
    long last = ordered ? Math.min(base + 1, fed) : fed;
    for (long index = Math.max(next, base); index < last; index++) {
      Held result = held[place(index)];
      if (result != null) {
        next = index + 1;
        take(result, nowNanos);
        return Optional.of(result);
      }
    }
    next = Math.max(base, last);
    return Optional.empty();
  }

  private void take(Held result, long nowNanos) {
    int place = place(result.index());
    if (result.hash() != HASH_UNKNOWN && result.hash() != hashes[place]) {
      throw MillraceException.of(Kind.CALLER, "run was over another input")
          .with("item", result.index())
          .with("expected", "the same items in the same order, or another name of the run");
    }
    held[place] = null;
    heldBytes -= result.bytes();
    returned[place] = true;
    while (base < fed && returned[place(base)]) {
      returned[place(base)] = false;
      base++;
    }
    keepPace(nowNanos);
  }

  private void keepPace(long nowNanos) {
    if (base - paceFrom < itemsNow) {
      return;
    }
    long took = nowNanos - paceNanos;
    if (took < SOON_NANOS) {
      // What is out at a time comes back once per round trip: the next window aims at some seconds.
      long factor = Math.min(GROWTH_MAX, Math.max(2, SOON_NANOS / Math.max(1, took)));
      itemsNow = (int) Math.min(itemsMax, factor * itemsNow);
    } else if (took > LATE_NANOS) {
      itemsNow = Math.max(Math.min(itemsMax, LEAST_ITEMS), itemsNow / 2);
    }
    paceFrom = base;
    paceNanos = nowNanos;
  }

  private int place(long index) {
    return (int) (index % held.length);
  }
}
