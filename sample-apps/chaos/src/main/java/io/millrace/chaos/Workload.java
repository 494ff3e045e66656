// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import com.google.protobuf.ByteString;

/**
 * Which record a producer sends under which sequence: a pure function, so that a client that comes
 * back sends the same again, and the checker knows what was sent without having seen it.
 *
 * @param seed of all choices
 * @param keys how many keys there are; a few of them get half of the records
 */
record Workload(long seed, int keys) {
  private static final int HOT_KEYS = 12;
  private static final int FILLER_MAX = 160;

  Workload {
    if (keys < HOT_KEYS) {
      throw new IllegalArgumentException("keys: " + keys + " (expected: >= " + HOT_KEYS + ")");
    }
  }

  /** Key of the producer's record. */
  ByteString key(String producer, long sequence) {
    long random = mix(producer, sequence);
    int range = (random & 1) == 0 ? HOT_KEYS : keys;
    return ByteString.copyFromUtf8("k" + Long.remainderUnsigned(random >>> 1, range));
  }

  /** Value of the producer's record; begins with {@code producer:sequence;}. */
  ByteString value(String producer, long sequence) {
    long random = mix(producer, ~sequence);
    String filler = Long.toHexString(random);
    int length = (int) Long.remainderUnsigned(random >>> 8, FILLER_MAX);
    return ByteString.copyFromUtf8(
        producer + ":" + sequence + ";" + filler.repeat(1 + length / filler.length()));
  }

  /** {@code producer:sequence}, as the value begins. */
  static String idOf(ByteString value) {
    String text = value.toStringUtf8();
    int end = text.indexOf(';');
    return end < 0 ? text : text.substring(0, end);
  }

  private long mix(String producer, long sequence) {
    long z = seed * 0x9e3779b97f4a7c15L + producer.hashCode() * 0xd1b54a32d192ed03L + sequence;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
