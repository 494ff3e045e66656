// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.KeyState;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cold keys in a map; breaks when told to. Strict where the real one cannot be. */
final class MemoryColdStore implements ColdKeys.Store {
  private boolean broken;
  private int open;
  private long puts;

  /** Every later call fails, as if the disk did. */
  void breakDown() {
    broken = true;
  }

  /** Places that are not closed. */
  int open() {
    return open;
  }

  /** Keys that ever came. */
  long puts() {
    return puts;
  }

  @Override
  public ColdKeys openKeys() {
    open++;
    return new Keys();
  }

  @Override
  public void close() {
    broken = true;
  }

  private final class Keys implements ColdKeys {
    private final Map<ByteString, KeyState> keys = new HashMap<>();
    private boolean frozen;
    private boolean closed;

    private void check() {
      if (broken || closed) {
        throw MillraceException.of(Kind.UNAVAILABLE, "disk is gone");
      }
    }

    @Override
    public void put(KeyState key) {
      check();
      puts++;
      if (keys.put(key.key(), key) != null) {
        throw new AssertionError("put twice: " + key);
      }
    }

    @Override
    public @Nullable KeyState get(ByteString key) {
      check();
      return keys.get(key);
    }

    @Override
    public void remove(ByteString key) {
      check();
      if (keys.remove(key) == null) {
        throw new AssertionError("not there: " + key);
      }
    }

    @Override
    public void clear() {
      check();
      if (frozen) {
        throw new AssertionError("cleared while frozen");
      }
      keys.clear();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open--;
      }
    }

    @Override
    public Frozen freeze() {
      check();
      if (frozen) {
        throw new AssertionError("frozen twice");
      }
      frozen = true;
      return new Walk(new ArrayDeque<>(keys.values()));
    }

    private final class Walk implements Frozen {
      private final ArrayDeque<KeyState> left;
      private boolean begun;

      private Walk(ArrayDeque<KeyState> left) {
        this.left = left;
      }

      @Override
      public void putAside(KeyState key) {
        check();
        if (begun) {
          throw new AssertionError("put aside during the walk: " + key);
        }
        left.addFirst(key);
      }

      @Override
      public @Nullable KeyState next() {
        check();
        begun = true;
        return left.poll();
      }

      @Override
      public void close() {
        frozen = false;
      }
    }
  }
}
