// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import com.google.protobuf.ByteString;

/**
 * Sums up the results of one partition in their order, to compare two readings. Not thread-safe.
 */
final class Digest {
  private long count;
  private long hash = 1;

  /** One for each partition. */
  static Digest[] some(int partitions) {
    var digests = new Digest[partitions];
    for (int number = 0; number < partitions; number++) {
      digests[number] = new Digest();
    }
    return digests;
  }

  void add(long block, int index, ByteString key, ByteString value) {
    count++;
    hash = 31 * (31 * (31 * (31 * hash + block) + index) + key.hashCode()) + value.hashCode();
  }

  long count() {
    return count;
  }

  @Override
  public String toString() {
    return count + " results, " + Long.toHexString(hash);
  }
}
