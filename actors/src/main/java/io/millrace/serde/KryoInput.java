// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;

/** Takes no array, text or collection for longer than its bytes can say. Not thread-safe. */
final class KryoInput extends Input {
  private final int bytesMax;

  KryoInput(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Checks how many elements are said to follow, of which each may take no byte at all. */
  int checkCount(int count) {
    if (count < 0 || count > bytesMax) {
      throw new KryoException("elements: " + count + " (expected: 0 to " + bytesMax + ")");
    }
    return count;
  }

  private int checkArray(int length) {
    int left = limit() - position();
    if (length < 0 || length > left) {
      throw new KryoException(
          "array of " + length + " (expected: 0 to " + left + ", what is left)");
    }
    return length;
  }

  /** Only lengths of texts and collections are written like this; null is 0, empty is 1. */
  @Override
  public int readVarIntFlag(boolean optimizePositive) {
    int length = super.readVarIntFlag(optimizePositive);
    checkCount(Math.max(0, length - 1));
    return length;
  }

  @Override
  public byte[] readBytes(int length) {
    return super.readBytes(checkArray(length));
  }

  @Override
  public int[] readInts(int length) {
    return super.readInts(checkArray(length));
  }

  @Override
  public int[] readInts(int length, boolean optimizePositive) {
    return super.readInts(checkArray(length), optimizePositive);
  }

  @Override
  public long[] readLongs(int length) {
    return super.readLongs(checkArray(length));
  }

  @Override
  public long[] readLongs(int length, boolean optimizePositive) {
    return super.readLongs(checkArray(length), optimizePositive);
  }

  @Override
  public float[] readFloats(int length) {
    return super.readFloats(checkArray(length));
  }

  @Override
  public double[] readDoubles(int length) {
    return super.readDoubles(checkArray(length));
  }

  @Override
  public short[] readShorts(int length) {
    return super.readShorts(checkArray(length));
  }

  @Override
  public char[] readChars(int length) {
    return super.readChars(checkArray(length));
  }

  @Override
  public boolean[] readBooleans(int length) {
    return super.readBooleans(checkArray(length));
  }
}
