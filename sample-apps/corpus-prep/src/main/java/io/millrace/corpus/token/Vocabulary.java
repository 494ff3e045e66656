// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Tokens as bytes, by id and by bytes. An id is also a rank: of two merges the one that gives the
 * lower id comes first. Thread-safe.
 *
 * <p>By bytes it is a table with open addressing, two longs a place: up to eight bytes are their
 * own key, longer ones a hash that is followed by a comparison.
 */
final class Vocabulary {
  /** No such token; as a rank it comes after all others. */
  static final int NONE = Integer.MAX_VALUE;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int BYTES = 256;
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final int PLACES_PER_TOKEN = 2;

  private final byte[] content;
  private final int[] ends;
  private final long[] places;
  private final int mask;
  private final int lengthMax;
  private final int[] pairs = new int[BYTES * BYTES];

  /**
   * A vocabulary of some tokens.
   *
   * @param tokens by id; all single bytes are among them
   * @throws MillraceException CALLER if a byte is missing or a token is there twice
   */
  Vocabulary(List<byte[]> tokens) {
    this.ends = new int[tokens.size()];
    int bytes = 0;
    int longest = 0;
    for (int id = 0; id < tokens.size(); id++) {
      longest = Math.max(longest, tokens.get(id).length);
      bytes += tokens.get(id).length;
      ends[id] = bytes;
    }
    this.lengthMax = longest;
    this.content = new byte[bytes];
    int capacity = Integer.highestOneBit(Math.max(BYTES, PLACES_PER_TOKEN * tokens.size()) - 1) * 2;
    this.places = new long[2 * capacity];
    this.mask = capacity - 1;
    for (int id = 0; id < tokens.size(); id++) {
      byte[] token = tokens.get(id);
      System.arraycopy(token, 0, content, start(id), token.length);
      put(token, id);
    }
    fillPairs();
  }

  private void put(byte[] token, int id) {
    if (token.length == 0 || find(token, 0, token.length) != NONE) {
      throw MillraceException.of(Kind.CALLER, "token is empty or there twice").with("id", id);
    }
    long key = key(token, 0, token.length);
    int place = place(key, token.length);
    while (places[2 * place + 1] != 0) {
      place = (place + 1) & mask;
    }
    places[2 * place] = key;
    places[2 * place + 1] = (long) token.length << Integer.SIZE | id;
  }

  private void fillPairs() {
    var two = new byte[2];
    for (int first = 0; first < BYTES; first++) {
      two[0] = (byte) first;
      if (find(two, 0, 1) == NONE) {
        throw MillraceException.of(Kind.CALLER, "vocabulary lacks a byte")
            .with("byte", first)
            .with("expected", "a token for each of the " + BYTES);
      }
      for (int second = 0; second < BYTES; second++) {
        two[1] = (byte) second;
        pairs[first * BYTES + second] = find(two, 0, 2);
      }
    }
  }

  int size() {
    return ends.length;
  }

  private int start(int id) {
    return id == 0 ? 0 : ends[id - 1];
  }

  /** Bytes of a token. */
  int length(int id) {
    return ends[id] - start(id);
  }

  /** Copies a token's bytes and returns where they end. */
  int copy(int id, byte[] to, int at) {
    int length = length(id);
    System.arraycopy(content, start(id), to, at, length);
    return at + length;
  }

  /** The token of two bytes, or {@link #NONE}. */
  int pair(byte first, byte second) {
    return pairs[(first & 0xFF) * BYTES + (second & 0xFF)];
  }

  /** The token of the bytes from one index to another, or {@link #NONE}. */
  int find(byte[] text, int from, int to) {
    int length = to - from;
    if (length > lengthMax) {
      return NONE;
    }
    long key = key(text, from, to);
    int place = place(key, length);
    while (true) {
      long token = places[2 * place + 1];
      if (token == 0) {
        return NONE;
      }
      if (places[2 * place] == key && (int) (token >>> Integer.SIZE) == length) {
        int id = (int) token;
        int start = start(id);
        if (length <= Long.BYTES || Arrays.equals(content, start, start + length, text, from, to)) {
          return id;
        }
      }
      place = (place + 1) & mask;
    }
  }

  private int place(long key, int length) {
    long mixed = (key + length) * MIX;
    return (int) (mixed >>> Integer.SIZE) & mask;
  }

  /** Up to eight bytes as they are, else a hash. */
  static long key(byte[] text, int from, int to) {
    int length = to - from;
    if (length > Long.BYTES) {
      long hash = length;
      for (int i = from; i < to - Long.BYTES; i += Long.BYTES) {
        hash = Long.rotateLeft((hash ^ (long) LONG.get(text, i)) * MIX, 29);
      }
      return (hash ^ (long) LONG.get(text, to - Long.BYTES)) * MIX;
    }
    if (from + Long.BYTES <= text.length) {
      return (long) LONG.get(text, from) & (-1L >>> (Long.SIZE - length * Byte.SIZE));
    }
    long key = 0;
    for (int i = to - 1; i >= from; i--) {
      key = key << Byte.SIZE | (text[i] & 0xFF);
    }
    return key;
  }
}
