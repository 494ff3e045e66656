// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QueryRecordsTest {
  private static final int RECORDS = 50_000;

  @Test
  void givenNumbers_whenOrderedByKey_thenEachIsThereOnceAndKeysAscend() {
    long[] numbers = QueryRecords.numbersByKey(RECORDS);

    assertThat(LongStream.of(numbers).mapToObj(QueryRecords::key)).isSorted();
    Arrays.sort(numbers);
    assertThat(numbers).isEqualTo(LongStream.range(0, RECORDS).toArray());
  }

  @Test
  void givenNumbers_whenOrderedBySession_thenEachIsThereOnceAndSessionsAscend() {
    long[] numbers = QueryRecords.numbersBySession(RECORDS);

    assertThat(LongStream.of(numbers).mapToObj(QueryRecords::session)).isSorted();
    Arrays.sort(numbers);
    assertThat(numbers).isEqualTo(LongStream.range(0, RECORDS).toArray());
  }

  @Test
  void givenRecords_whenSessionsAreCounted_thenOneInTenThousandIsOfEach() {
    int[] sizes = QueryRecords.sessionSizes(1_000_000);

    assertThat(Arrays.stream(sizes).sum()).isEqualTo(1_000_000);
    assertThat(Arrays.stream(sizes).min().orElse(0)).isBetween(50, 100);
    assertThat(Arrays.stream(sizes).max().orElse(0)).isBetween(100, 160);
  }
}
