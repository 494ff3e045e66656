// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservoirTest {
  @Test
  void givenRoom_whenOffered_thenAllStayInOrder() {
    var reservoir = new Reservoir<String>(100, new SplittableRandom(1));

    reservoir.offer("a", 40);
    reservoir.offer("b", 0);
    reservoir.offer("c", 60);

    assertThat(reservoir.items()).containsExactly("a", "b", "c");
    assertThat(reservoir.bytes()).isEqualTo(100);
  }

  @Test
  void givenItemOverTheBound_whenOffered_thenLeftAndOthersStay() {
    var reservoir = new Reservoir<String>(100, new SplittableRandom(1));
    reservoir.offer("a", 40);

    reservoir.offer("large", 101);

    assertThat(reservoir.items()).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyOffers_stayWithinTheBoundInOrder(long seed) {
    var random = new Random(seed);
    long bound = 1L + random.nextInt(1_000);
    var reservoir = new Reservoir<Integer>(bound, new SplittableRandom(seed));
    for (int i = 0; i < 2_000; i++) {
      reservoir.offer(i, random.nextInt(50));

      assertThat(reservoir.bytes()).isBetween(0L, bound);
    }

    assertThat(reservoir.items()).isSorted();
    reservoir.clear();
    assertThat(reservoir.items()).isEmpty();
    assertThat(reservoir.bytes()).isZero();
    reservoir.offer(1, bound);
    assertThat(reservoir.items()).containsExactly(1);
  }

  @Test
  void givenManyMoreThanFit_whenKept_thenEachPartOfTheStreamHasItsShare() {
    int early = 0;
    int kept = 0;
    for (int seed = 0; seed < 200; seed++) {
      var reservoir = new Reservoir<Integer>(50, new SplittableRandom(seed));
      for (int i = 0; i < 1_000; i++) {
        reservoir.offer(i, 1);
      }
      for (int item : reservoir.items()) {
        kept++;
        early += item < 500 ? 1 : 0;
      }
    }

    assertThat(kept).isEqualTo(200 * 50);
    assertThat(early).isBetween(4_600, 5_400);
  }
}
