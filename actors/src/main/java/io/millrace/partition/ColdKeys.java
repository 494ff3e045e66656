// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.KeyState;
import org.jspecify.annotations.Nullable;

/**
 * Those of a partition's keys for which there is no room in memory. Only a cache of the block log:
 * it lives as long as the owner's term and may be lost with it. One thread at a time; only {@link
 * #close} may come from another one meanwhile.
 *
 * <p>All methods block, and fail UNAVAILABLE if the disk does; nothing is known of the keys then,
 * and the term must end.
 */
public interface ColdKeys extends AutoCloseable {
  /** Where cold keys of all partitions of a node lie. Thread-safe. */
  interface Store extends AutoCloseable {
    /** A place for one partition's term; empty. */
    ColdKeys openKeys();

    @Override
    void close();
  }

  /** Keeps a key; replaces what is there. */
  void put(KeyState key);

  /** What is known of a key, null if it is not here. */
  @Nullable KeyState get(ByteString key);

  /** Forgets a key. */
  void remove(ByteString key);

  /** Keeps the keys as they are now for a walk along them; one at a time. */
  Frozen freeze();

  /** Forgets all keys; nothing may be frozen. */
  void clear();

  /** Forgets all keys and ends whatever is frozen. Later calls of the others fail UNAVAILABLE. */
  @Override
  void close();

  /** The keys as they were once, and what is laid beside them. */
  interface Frozen extends AutoCloseable {
    /** Lays a key beside the frozen ones; only before the first {@link #next}. */
    void putAside(KeyState key);

    /** The next key: first those laid aside, then the frozen ones; null at the end. */
    @Nullable KeyState next();

    /** Forgets them; failures are logged only, since nothing of it is ever read again. */
    @Override
    void close();
  }
}
