// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cold;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.model.KeyState;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.partition.ColdKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cold keys of one partition's term: an entry each, prefix and key to block, index and state.
 * Thread-safe, though meant for one thread, since {@link #close} frees what other calls would use.
 */
final class RocksColdKeys implements ColdKeys {
  private static final Logger LOG = LoggerFactory.getLogger(RocksColdKeys.class);
  private static final int VALUE_HEAD = 1 + Long.BYTES + Integer.BYTES;

  private final RocksColdStore store;
  private final RocksDB db;
  private byte[] prefix;
  private @Nullable Walk walk;
  private boolean closed;

  RocksColdKeys(RocksColdStore store) {
    this.store = store;
    this.db = store.db();
    this.prefix = store.newPrefix();
  }

  @Override
  public synchronized void put(KeyState key) {
    checkOpen();
    put(prefix, key);
  }

  private void put(byte[] under, KeyState key) {
    var value = ByteBuffer.allocate(VALUE_HEAD + key.state().size());
    value.put((byte) (key.present() ? 1 : 0)).putLong(key.block()).putInt(key.index());
    key.state().copyTo(value);
    try {
      db.put(store.write(), path(under, key.key()), value.array());
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public synchronized @Nullable KeyState get(ByteString key) {
    checkOpen();
    try {
      byte[] value = db.get(path(prefix, key));
      return value == null ? null : state(key, value);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public synchronized void remove(ByteString key) {
    checkOpen();
    try {
      db.delete(store.write(), path(prefix, key));
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public synchronized Frozen freeze() {
    checkOpen();
    if (walk != null) {
      throw new IllegalStateException("freeze: frozen already (expected: closed before)");
    }
    walk = new Walk(db.getSnapshot(), store.newPrefix());
    return walk;
  }

  @Override
  public synchronized void clear() {
    checkOpen();
    forget(prefix);
    prefix = store.newPrefix();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      if (walk != null) {
        walk.close();
      }
      forget(prefix);
      closed = true;
      store.closed(this);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw MillraceException.of(Kind.UNAVAILABLE, "partition has left this node");
    }
  }

  /** What is not deleted is never read again: its prefix is not. */
  private void forget(byte[] under) {
    byte[] end = end(under);
    try {
      db.deleteFilesInRanges(db.getDefaultColumnFamily(), List.of(under, end), false);
      db.deleteRange(store.write(), under, end);
    } catch (RocksDBException e) {
      LOG.atWarn().setCause(e).log("cold keys not deleted");
    }
  }

  /** The first path behind all those under a prefix. */
  private static byte[] end(byte[] prefix) {
    return ByteBuffer.allocate(prefix.length)
        .putLong(ByteBuffer.wrap(prefix).getLong() + 1)
        .array();
  }

  private static byte[] path(byte[] under, ByteString key) {
    byte[] path = Arrays.copyOf(under, under.length + key.size());
    key.copyTo(path, under.length);
    return path;
  }

  private static KeyState state(ByteString key, byte[] value) {
    var head = ByteBuffer.wrap(value);
    boolean present = head.get() == 1;
    ByteString state =
        UnsafeByteOperations.unsafeWrap(value, VALUE_HEAD, value.length - VALUE_HEAD);
    return new KeyState(key, present, state, head.getLong(), head.getInt());
  }

  private static MillraceException failed(RocksDBException e) {
    return MillraceException.of(Kind.UNAVAILABLE, "cold keys on disk cannot be used", e)
        .with("cause", e.getMessage())
        .with("expected", "room and a sound disk under millrace.state.folder; nothing is lost");
  }

  /** A walk first along what was laid aside, then along the snapshot. */
  private final class Walk implements Frozen {
    private final Snapshot snapshot;
    private final byte[] frozenPrefix = prefix;
    private final byte[] asidePrefix;
    private final List<AutoCloseable> natives = new ArrayList<>();
    private boolean anyAside;
    private boolean inFrozen;
    private @Nullable RocksIterator iterator;
    private boolean ended;

    private Walk(Snapshot snapshot, byte[] asidePrefix) {
      this.snapshot = snapshot;
      this.asidePrefix = asidePrefix;
    }

    @Override
    public void putAside(KeyState key) {
      synchronized (RocksColdKeys.this) {
        checkOpen();
        if (iterator != null) {
          throw new IllegalStateException("putAside: walk has begun (expected: before)");
        }
        anyAside = true;
        put(asidePrefix, key);
      }
    }

    @Override
    public @Nullable KeyState next() {
      synchronized (RocksColdKeys.this) {
        checkOpen();
        if (iterator == null) {
          iterator = anyAside ? walk(new ReadOptions(), asidePrefix) : walkFrozen();
        }
        if (!iterator.isValid() && !inFrozen) {
          check(iterator);
          iterator = walkFrozen();
        }
        if (!iterator.isValid()) {
          check(iterator);
          return null;
        }
        byte[] path = iterator.key();
        KeyState key =
            state(
                ByteString.copyFrom(path, Long.BYTES, path.length - Long.BYTES), iterator.value());
        iterator.next();
        return key;
      }
    }

    private void check(RocksIterator at) {
      try {
        at.status();
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    private RocksIterator walkFrozen() {
      inFrozen = true;
      return walk(new ReadOptions().setSnapshot(snapshot), frozenPrefix);
    }

    private RocksIterator walk(ReadOptions options, byte[] under) {
      var end = new Slice(end(under));
      options.setIterateUpperBound(end).setFillCache(false);
      RocksIterator begun = db.newIterator(options);
      natives.add(end);
      natives.add(options);
      natives.add(begun);
      begun.seek(under);
      return begun;
    }

    @Override
    public void close() {
      synchronized (RocksColdKeys.this) {
        if (ended) {
          return;
        }
        ended = true;
        walk = null;
        for (int i = natives.size() - 1; i >= 0; i--) {
          closeNative(natives.get(i));
        }
        db.releaseSnapshot(snapshot);
        snapshot.close();
        if (anyAside) {
          forget(asidePrefix);
        }
      }
    }

    private void closeNative(AutoCloseable part) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("part of a walk not closed");
      }
    }
  }
}
