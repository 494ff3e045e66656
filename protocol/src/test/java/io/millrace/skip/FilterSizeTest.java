// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterSizeTest {
  private static final int ROOM = 1 << 20;

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.01, 0.001})
  void givenRate_whenFilterOfThatSizeIsAsked_thenItSaysYesAsOften(double rate) {
    var random = new Random(1);
    int distinct = 4_000;
    var hashes = new DistinctHashes();
    for (int i = 0; i < distinct; i++) {
      hashes.add(random.nextLong());
    }

    Filter filter = Filter.of(hashes, new FilterSize(rate).bytes(distinct, ROOM));

    int asked = (int) (2_000 / rate);
    int yes = 0;
    for (int i = 0; i < asked; i++) {
      yes += filter.mayHold(random.nextLong()) ? 1 : 0;
    }
    assertThat((double) yes / asked).isCloseTo(rate, Percentage.withPercentage(12));
  }

  @Test
  void givenFewerFalseYes_whenSized_thenMoreBytes() {
    int last = 0;
    for (double rate : new double[] {0.2, 0.01, 0.001, 0.0001, 0.00001}) {
      int bytes = new FilterSize(rate).bytes(1_000, ROOM);

      assertThat(bytes).isGreaterThan(last).isLessThan(6_000);
      assertThat(bytes % Filter.BLOCK_BYTES).isZero();
      last = bytes;
    }
    assertThat(new FilterSize(0.01).bytes(1, ROOM)).isEqualTo(Filter.BLOCK_BYTES);
  }

  @Test
  void givenLittleRoom_whenSized_thenSmallerAsLongAsItIsWorthIt() {
    var size = new FilterSize(0.0001);
    int whole = size.bytes(10_000, ROOM);

    assertThat(size.bytes(10_000, whole)).isEqualTo(whole);
    assertThat(size.bytes(10_000, whole / 2)).isBetween(whole / 2 - Filter.BLOCK_BYTES, whole / 2);
    assertThat(size.bytes(10_000, whole / 10)).isZero();
    assertThat(size.bytes(1, Filter.BLOCK_BYTES - 1)).isZero();
  }
}
