// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.model.MillraceException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key's state as it is stored: a version, then the bytes of that version's serde. Writes one
 * version; reads every version it was told of:
 *
 * <pre>{@code
 * StateSerde.version(2, json(Account.class)).reading(1, int64(), balance -> new Account(balance, 0))
 * }</pre>
 *
 * <p>A state of another version is read as it is met and written anew with the key's next change.
 * Layout: the version as a varint of 7-bit groups, lowest first, then the bytes. Immutable,
 * thread-safe.
 *
 * @param <S> the state as the processor sees it
 */
public final class StateSerde<S> {
  /** Highest version. */
  public static final int VERSION_MAX = 1_000_000;

  private final int version;
  private final Serde<S> serde;
  private final Map<Integer, Reader<S>> readers;

  /** How a version is read. */
  private record Reader<S>(String serde, Function<ByteString, S> read) {}

  private StateSerde(int version, Serde<S> serde, Map<Integer, Reader<S>> readers) {
    this.version = version;
    this.serde = serde;
    this.readers = readers;
  }

  /** Version 1, for a job that has no other yet. */
  public static <S> StateSerde<S> of(Serde<S> serde) {
    return version(1, serde);
  }

  /**
   * Writes this version; others follow with {@link #reading}.
   *
   * @param version 1 to {@link #VERSION_MAX}
   */
  public static <S> StateSerde<S> version(int version, Serde<S> serde) {
    check(version >= 1 && version <= VERSION_MAX, version, "1 to " + VERSION_MAX);
    return new StateSerde<>(
        version, serde, Map.of(version, new Reader<>(serde.name(), serde::decode)));
  }

  /**
   * The same, reading another version, too: an older one, or the next one, so that this code can
   * come back after it.
   *
   * @param otherVersion 1 to {@link #VERSION_MAX}, not the one that is written
   * @param migrate makes this version's state of the other; must give the same for the same
   */
  public <O> StateSerde<S> reading(int otherVersion, Serde<O> otherSerde, Function<O, S> migrate) {
    check(otherVersion >= 1 && otherVersion <= VERSION_MAX, otherVersion, "1 to " + VERSION_MAX);
    check(!readers.containsKey(otherVersion), otherVersion, "each version once");
    var more = new TreeMap<>(readers);
    more.put(
        otherVersion,
        new Reader<>(otherSerde.name(), bytes -> migrate.apply(otherSerde.decode(bytes))));
    return new StateSerde<>(version, serde, more);
  }

  private static void check(boolean ok, int version, String expected) {
    if (!ok) {
      throw new IllegalArgumentException(
          "state version: " + version + " (expected: " + expected + ")");
    }
  }

  /** The version that is written. */
  public int version() {
    return version;
  }

  /** What messages call the serde of the version that is written. */
  public String name() {
    return serde.name();
  }

  /** The state's bytes, with their version. */
  public ByteString encode(S state) {
    ByteString bytes = serde.encode(state);
    int length = versionLength(version);
    byte[] all = new byte[length + bytes.size()];
    int rest = version;
    for (int i = 0; i < length - 1; i++) {
      all[i] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    all[length - 1] = (byte) rest;
    bytes.copyTo(all, length);
    return UnsafeByteOperations.unsafeWrap(all);
  }

  /**
   * The state of these bytes.
   *
   * @param key whose state it is, for the message
   * @throws UnreadableStateException if they are of an unknown version, or not what that version
   *     writes, or its migration fails
   */
  public S decode(ByteString key, ByteString bytes) {
    int found = 0;
    int length = 0;
    while (length < bytes.size() && length < 3) {
      int group = bytes.byteAt(length);
      found |= (group & 0x7f) << (7 * length++);
      if (group >= 0) {
        return decode(key, found, bytes.substring(length));
      }
    }
    throw unreadable(key, "none", "cause=bytes do not start with a version", null);
  }

  private S decode(ByteString key, int found, ByteString bytes) {
    Reader<S> reader = readers.get(found);
    if (reader == null) {
      String hint =
          found > version
              ? "newer code wrote it"
              : "deploy code that says reading(" + found + ", ...)";
      throw unreadable(key, found, "cause=version is not known here, " + hint, null);
    }
    try {
      return reader.read().apply(bytes);
    } catch (RuntimeException | StackOverflowError e) {
      throw unreadable(key, found, "serde=" + reader.serde() + ", cause=" + reason(e), e);
    }
  }

  private static String reason(Throwable e) {
    return e instanceof MillraceException ? String.valueOf(e.getMessage()) : e.toString();
  }

  private UnreadableStateException unreadable(
      ByteString key, Object found, String facts, @Nullable Throwable cause) {
    String message =
        "state cannot be decoded: key="
            + Keys.show(key)
            + ", version="
            + found
            + ", versions known="
            + new TreeMap<>(readers).keySet()
            + ", "
            + facts;
    return cause == null
        ? new UnreadableStateException(message)
        : new UnreadableStateException(message, cause);
  }

  private static int versionLength(int version) {
    return version < 1 << 7 ? 1 : version < 1 << 14 ? 2 : 3;
  }

  @Override
  public String toString() {
    return "version " + version + " of " + readers.keySet() + ", " + serde.name();
  }
}
