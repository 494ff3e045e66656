// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import io.millrace.bench.peer.data.QueryRecords;
import java.util.Arrays;

/** In which order the records lie in the files. */
enum Layout {
  /** As they came. */
  arrival {
    @Override
    long[] numbers(int records) {
      var numbers = new long[records];
      Arrays.setAll(numbers, i -> i);
      return numbers;
    }
  },
  /** By key. */
  key {
    @Override
    long[] numbers(int records) {
      return QueryRecords.numbersByKey(records);
    }
  },
  /** By session. */
  session {
    @Override
    long[] numbers(int records) {
      return QueryRecords.numbersBySession(records);
    }
  };

  /** The records' numbers in this order. */
  abstract long[] numbers(int records);
}
