// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import com.google.protobuf.ByteString;
import io.millrace.model.ResultRecord;

/**
 * What has happened to one key: how many records, and a hash over all of them in their order. Two
 * histories that differ in one record, or in the order of two, have different hashes.
 *
 * @param count records so far
 * @param hash over producer, sequence and value of each, in order
 * @param last the newest record, as {@code producer:sequence}; empty if there is none
 */
record Fold(long count, long hash, String last) {
  /** Before the first record. */
  static final Fold EMPTY = new Fold(0, 0xcbf29ce484222325L, "");

  private static final long FNV_PRIME = 0x100000001b3L;
  private static final char SEPARATOR = ' ';

  /** After one more record; the value names its producer and sequence. */
  Fold add(ByteString value) {
    long next = hash;
    for (int i = 0; i < value.size(); i++) {
      next = (next ^ (value.byteAt(i) & 0xff)) * FNV_PRIME;
    }
    next = (next ^ value.size()) * FNV_PRIME;
    return new Fold(count + 1, next, Workload.idOf(value));
  }

  /** As state or result. */
  ByteString encode() {
    return ByteString.copyFromUtf8(
        count + String.valueOf(SEPARATOR) + Long.toHexString(hash) + SEPARATOR + last);
  }

  /** Reads what {@link #encode} wrote. */
  static Fold decode(ByteString text) {
    String[] parts = text.toStringUtf8().split(String.valueOf(SEPARATOR), -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "fold: '" + text.toStringUtf8() + "' (expected: count hash producer:sequence)");
    }
    return new Fold(Long.parseLong(parts[0]), Long.parseUnsignedLong(parts[1], 16), parts[2]);
  }

  /** Reads a result of {@link ChaosJob}. */
  static Fold of(ResultRecord result) {
    return decode(result.value());
  }
}
