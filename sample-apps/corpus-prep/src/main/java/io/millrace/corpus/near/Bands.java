// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;

/** A signature cut into bands. Documents whose band is the same meet under one key. Immutable. */
public final class Bands {
  /** Bytes of a key: the band's number, then its hash. At 10^8 documents 20 meet by accident. */
  public static final int KEY_BYTES = 7;

  private static final int HASH_BYTES = KEY_BYTES - 1;

  private final long[] hashes;

  private Bands(long[] hashes) {
    this.hashes = hashes;
  }

  /** Cuts a signature of {@code bands * rows} values. */
  public static Bands of(int[] signature, NearSettings settings) {
    var hashes = new long[settings.bands()];
    for (int band = 0; band < hashes.length; band++) {
      long hash = band;
      for (int row = 0; row < settings.rows(); row++) {
        hash = Shingler.mix(hash + signature[band * settings.rows() + row]);
      }
      hashes[band] = hash;
    }
    return new Bands(hashes);
  }

  /** How many there are. */
  public int count() {
    return hashes.length;
  }

  /** The key of a band. */
  public ByteString key(int band) {
    var key = new byte[KEY_BYTES];
    key[0] = (byte) band;
    for (int i = 0; i < HASH_BYTES; i++) {
      key[1 + i] = (byte) (hashes[band] >>> (8 * i));
    }
    return ByteString.copyFrom(key);
  }

  /** Eight bits of a band that the key does not hold. */
  byte fingerprint(int band) {
    return (byte) (hashes[band] >>> 56);
  }

  /** Number of the band that a key belongs to. */
  public static int bandOf(ByteString key) {
    return key.byteAt(0);
  }
}
