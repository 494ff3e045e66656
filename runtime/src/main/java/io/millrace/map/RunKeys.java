// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;

/** Keys of a run's items: its name, a slash, the index in decimal. Immutable. */
final class RunKeys {
  private static final int DIGITS_MAX = 18;

  private final ByteString prefix;

  RunKeys(String run) {
    this.prefix = ByteString.copyFromUtf8(run + "/");
  }

  ByteString of(long index) {
    return prefix.concat(ByteString.copyFrom(Long.toString(index), StandardCharsets.US_ASCII));
  }

  /** The item's index; -1 if the key is none of this run's. */
  long indexOf(ByteString key) {
    int digits = key.size() - prefix.size();
    if (digits < 1 || digits > DIGITS_MAX || !key.startsWith(prefix)) {
      return -1;
    }
    long index = 0;
    for (int i = prefix.size(); i < key.size(); i++) {
      int digit = key.byteAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      index = 10 * index + digit;
    }
    return index;
  }
}
