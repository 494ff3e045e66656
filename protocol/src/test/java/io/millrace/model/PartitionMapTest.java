// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PartitionMapTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 1000, 4096})
  void givenEvenMap_whenWalked_thenRangesCoverAllTokensInNearlyEqualParts(int count) {
    var map = PartitionMap.even(count);

    long next = 0;
    for (int place = 0; place < map.count(); place++) {
      var range = map.range(place);
      long first = Integer.toUnsignedLong(range.first());
      long width = Integer.toUnsignedLong(range.last()) - first + 1;
      assertThat(first).isEqualTo(next);
      assertThat(width).isBetween((1L << 32) / count, (1L << 32) / count + 1);
      next = first + width;
    }
    assertThat(next).isEqualTo(1L << 32);
    assertThat(map.version()).isEqualTo(1);
  }

  @Test
  void givenUnevenMap_whenRouted_thenEachTokenFindsTheRangeThatHoldsIt() {
    var map = new PartitionMap(4, List.of(0, 5, 1 << 30, 1 << 31, -3), List.of(9, 2, 40, 0, 7));
    var router = map.router();
    var random = new Random(1);

    for (int i = 0; i < 10_000; i++) {
      int token = i < 20 ? i - 10 : random.nextInt();
      int place = map.numbers().indexOf(router.partitionOf(token));
      assertThat(map.range(place).contains(token)).as(Integer.toUnsignedString(token)).isTrue();
    }
    assertThat(router.partitionOf(4)).isEqualTo(9);
    assertThat(router.partitionOf(5)).isEqualTo(2);
    assertThat(router.partitionOf(-4)).isEqualTo(0);
    assertThat(router.partitionOf(-1)).isEqualTo(7);
  }

  @Test
  void givenMapThatLeavesTokensOut_whenMade_thenRefusedWithTheBadValue() {
    assertRefused(1, List.of(1), List.of(0), "starts[0]: 1");
    assertRefused(1, List.of(0, 9, 9), List.of(0, 1, 2), "starts[2]: 9");
    assertRefused(1, List.of(0, -1, 1), List.of(0, 1, 2), "starts[2]: 1");
    assertRefused(1, List.of(0), List.of(0, 1), "numbers: 2");
    assertRefused(0, List.of(0), List.of(0), "version: 0");
    assertThatIllegalArgumentException().isThrownBy(() -> PartitionMap.even(0));
    assertThatIllegalArgumentException().isThrownBy(() -> PartitionMap.even(4097));
  }

  private static void assertRefused(
      int version, List<Integer> starts, List<Integer> numbers, String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PartitionMap(version, starts, numbers))
        .withMessageContaining(text);
  }
}
