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
 *
 * <p>What it takes in memory is counted, and when its share of the node's budget is used up, keys
 * that were not asked for lately go to {@link ColdKeys}: a hand goes round the list and takes those
 * that it finds unused since its last round ("second chance", Corbató, 1968). A key is here or
 * there, never at both places; asking for it brings it back. Keys whose newest result is not
 * committed yet stay, as their block refers to them.
 */
final class KeyTable {
  /** What a key takes beside its bytes: entry, place in the map, place in the list, headers. */
  private static final long ENTRY_BYTES = 168;

  /** What a state takes beside its bytes. */
  private static final long STATE_BYTES = 40;

  /** Lies where an entry went away during a cut, so that the others stay in place. */
  static final Entry GONE = new Entry(ByteString.EMPTY);

  private final Map<ByteString, Entry> entries = new HashMap<>();
  private final ArrayList<Entry> order = new ArrayList<>();
  private final StateShare share;
  private final ColdSide cold;
  private int hand;
  private boolean pressed;
  private @Nullable KeyCut cut;
  private long truncated;

  /**
   * An empty table.
   *
   * @param share counts what it takes, and this only
   */
  KeyTable(StateShare share) {
    this.share = share;
    this.cold = new ColdSide(share);
    share.reset();
  }

  /** One key. Stays the key's entry until the next call that asks for a key or changes one. */
  static final class Entry {
    private final ByteString key;

    /** Place in the list. */
    int position;

    private @Nullable ByteString state;
    private long block;
    private int index;
    private long sealedBlock;
    private int sealedIndex;
    private int pending;

    /** Whether the cut, if there is one, has the entry as it was. */
    boolean savedForCut;

    private boolean usedLately = true;

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

    /** Whether a block that is open or on its way refers to the entry. */
    private boolean isPinned() {
      return pending > 0 || block != sealedBlock || index != sealedIndex;
    }

    private long weight() {
      return ENTRY_BYTES + key.size() + weight(state);
    }

    private static long weight(@Nullable ByteString state) {
      return state == null ? 0 : STATE_BYTES + state.size();
    }

    /** What is known of the key as of the newest sealed block. */
    KeyState image() {
      return new KeyState(
          key, state != null, state == null ? ByteString.EMPTY : state, sealedBlock, sealedIndex);
    }
  }

  /** Freezes the table; end it before the next one. Nothing may be in an open block. */
  KeyCut cut() {
    cut = new KeyCut(this, order, cold, share);
    return cut;
  }

  /** The cut is not needed any more. */
  void endCut() {
    if (cut != null) {
      cut.end().stream().forEach(this::closeGap);
      cut = null;
    }
  }

  /** The key's entry, null if there is none. Takes a read from disk if the key is cold. */
  @Nullable Entry find(ByteString key) {
    Entry known = entries.get(key);
    if (known == null) {
      return cold.size() == 0 ? null : load(key);
    }
    if (!known.usedLately) {
      known.usedLately = true;
    }
    return known;
  }

  private @Nullable Entry load(ByteString key) {
    KeyState image = cold.take(key);
    if (image == null || isForgotten(image)) {
      return null;
    }
    makeRoom();
    Entry entry = add(key);
    fill(entry, image);
    return entry;
  }

  /** As {@link #find}, but a cold key stays where it is: the entry is none of the table's then. */
  @Nullable Entry peek(ByteString key) {
    Entry known = entries.get(key);
    KeyState image = known == null ? cold.peek(key) : null;
    if (image == null) {
      return known;
    }
    var apart = new Entry(key);
    apart.commit(image.block(), image.index());
    apart.state = image.present() ? image.state() : null;
    return apart;
  }

  /** How many keys there are. */
  long size() {
    return entries.size() + cold.size();
  }

  /** The key's entry; makes one if there is none. */
  Entry entry(ByteString key) {
    Entry known = find(key);
    if (known != null) {
      return known;
    }
    makeRoom();
    return add(key);
  }

  private Entry add(ByteString key) {
    var entry = new Entry(key);
    entry.position = order.size();
    order.add(entry);
    entries.put(key, entry);
    share.count(entry.weight());
    return entry;
  }

  private void fill(Entry entry, KeyState image) {
    change(entry, image.present() ? image.state() : null);
    entry.sealedBlock = image.block();
    entry.sealedIndex = image.index();
    entry.commit(image.block(), image.index());
  }

  private void change(Entry entry, @Nullable ByteString state) {
    share.count(Entry.weight(state) - Entry.weight(entry.state));
    entry.state = state;
  }

  /** Applies a state change. */
  void apply(StateChange change) {
    makeRoom();
    if (change.present()) {
      Entry entry = entry(change.key());
      touch(entry);
      change(entry, change.state());
      return;
    }
    Entry entry = find(change.key());
    if (entry != null) {
      touch(entry);
      change(entry, null);
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
    makeRoom();
    fill(entry(key.key()), key);
  }

  /**
   * Forgets results up to this block; keys of which nothing else is known go, too: those on disk as
   * a cut comes along them, or when they are asked for.
   */
  void truncate(long upTo) {
    if (upTo <= truncated) {
      return;
    }
    truncated = upTo;
    for (int i = order.size() - 1; i >= 0; i--) {
      Entry entry = order.get(i);
      if (entry != GONE) {
        removeIfEmpty(entry);
      }
    }
  }

  /** Whether a result in this block can still be read. */
  boolean isThere(long block) {
    return block > truncated;
  }

  /** A block is committed: the keys with its results may go to disk. */
  void passed() {
    pressed = false;
  }

  /** Whether the share is used up by keys that have to wait for blocks on their way. */
  boolean isPressed() {
    return pressed;
  }

  /** Whether nothing more may come in, since there is no room in memory nor on disk. */
  boolean isFull() {
    if (share.isFull()) {
      // Others may have left, or given back.
      makeRoom();
    }
    return share.isFull();
  }

  /** What counts its memory. */
  StateShare share() {
    return share;
  }

  /** Puts keys on disk if too much is in memory. */
  void makeRoom() {
    if (share.isOver() && !pressed) {
      evict(share.excess());
    }
  }

  private void evict(long bytes) {
    long left = bytes;
    if (left > 0 && cut != null) {
      left -= cut.putSavedAside();
    }
    // Three rounds: to see who is unused, to take them, and over the gaps that a cut leaves.
    for (long steps = 3L * order.size(); left > 0 && steps > 0 && !order.isEmpty(); steps--) {
      hand = hand < order.size() ? hand : 0;
      Entry entry = order.get(hand);
      if (entry == GONE || entry.isPinned()) {
        hand++;
      } else if (entry.usedLately) {
        entry.usedLately = false;
        hand++;
      } else if (evict(entry)) {
        left -= entry.weight();
      } else {
        return;
      }
    }
    pressed = left > 0;
  }

  /** Puts a key on disk; false if there is no room for it. */
  private boolean evict(Entry entry) {
    KeyState image = entry.image();
    if ((cut != null && !cut.putAside(entry, image)) || !cold.put(image)) {
      return false;
    }
    remove(entry);
    return true;
  }

  /** Whether nothing is known of the key any more: it has no state, and its result is truncated. */
  boolean isForgotten(KeyState image) {
    return !image.present() && !isThere(image.block());
  }

  /** Removes a cold key if it is still there and still says nothing. */
  void forget(ByteString key) {
    KeyState image = entries.containsKey(key) ? null : cold.peek(key);
    if (image != null && isForgotten(image)) {
      cold.take(key);
    }
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
    remove(entry);
  }

  private void remove(Entry entry) {
    entries.remove(entry.key);
    share.count(-entry.weight());
    if (cut != null && cut.covers(entry)) {
      order.set(entry.position, GONE);
      cut.noteGone(entry);
    } else {
      moveLastTo(entry.position);
    }
  }

  /** Fills a place from which an entry went away during a cut that is over. */
  private void closeGap(int position) {
    while (!order.isEmpty() && order.get(order.size() - 1) == GONE) {
      order.remove(order.size() - 1);
    }
    if (position < order.size()) {
      moveLastTo(position);
    }
  }

  private void moveLastTo(int position) {
    Entry last = order.remove(order.size() - 1);
    if (position < order.size()) {
      order.set(position, last);
      last.position = position;
    }
  }
}
