// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.KeyState;
import org.jspecify.annotations.Nullable;

/**
 * The cold keys of a {@link KeyTable}, counted, and the walk along them that a cut needs. Opens
 * nothing before the first key comes. Not thread-safe.
 */
final class ColdSide {
  /** What a key takes on disk beside key and state, before compression. */
  private static final long KEY_BYTES = 32;

  private final StateShare share;
  private @Nullable ColdKeys keys;
  private long size;
  private boolean walking;
  private ColdKeys.@Nullable Frozen frozen;
  private long aside;

  ColdSide(StateShare share) {
    this.share = share;
  }

  private static long weight(KeyState key) {
    return KEY_BYTES + key.key().size() + key.state().size();
  }

  /** How many keys there are. */
  long size() {
    return size;
  }

  /** Takes a key in, unless there is no room for it. */
  boolean put(KeyState key) {
    if (!share.mayPutOnDisk(weight(key))) {
      return false;
    }
    open().put(key);
    size++;
    share.countOnDisk(weight(key));
    return true;
  }

  /** Gives a key back, which is not here any more then; null if it is not here. */
  @Nullable KeyState take(ByteString key) {
    KeyState known = peek(key);
    if (known != null) {
      open().remove(key);
      size--;
      share.countOnDisk(-weight(known));
    }
    return known;
  }

  /** What is known of a key, null if it is not here. */
  @Nullable KeyState peek(ByteString key) {
    return size == 0 ? null : open().get(key);
  }

  private ColdKeys open() {
    if (keys == null) {
      keys = share.cold();
      if (walking) {
        // Nothing was cold when the cut was made.
        frozen = keys.freeze();
      }
    }
    return keys;
  }

  /** Begins a walk along the keys as they are now. */
  void beginWalk() {
    walking = true;
    frozen = keys == null ? null : keys.freeze();
  }

  /** Adds a key to those of the walk, before its first step; false if there is no room for it. */
  boolean putAside(KeyState key) {
    if (!share.mayPutOnDisk(weight(key))) {
      return false;
    }
    open();
    if (frozen != null) {
      frozen.putAside(key);
      aside += weight(key);
      share.countOnDisk(weight(key));
    }
    return true;
  }

  /** The next key, null at the end. */
  @Nullable KeyState next() {
    return frozen == null ? null : frozen.next();
  }

  /** The walk is over. */
  void endWalk() {
    walking = false;
    if (frozen != null) {
      frozen.close();
      frozen = null;
    }
    share.countOnDisk(-aside);
    aside = 0;
  }
}
