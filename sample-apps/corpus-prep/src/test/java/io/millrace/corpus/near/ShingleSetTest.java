// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShingleSetTest {
  private static ShingleSet random(Random random, int count) {
    return ShingleSet.of(random.ints(count).toArray(), count);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 100, 1000, 4095, 4096, 4097, 100_000, 300_000})
  void givenSets_whenEncodedAndDecoded_thenTheSame(int count) {
    var random = new Random(count);
    for (int i = 0; i < 5; i++) {
      ShingleSet set = random(random, count);
      ByteString bytes = set.encode();

      assertThat(ShingleSet.decode(bytes)).isEqualTo(set);
      assertThat(set.count()).isLessThanOrEqualTo(ShingleSet.COUNT_MAX);
      if (count >= 1000) {
        double bits = 8.0 * bytes.size() / set.count();
        assertThat(bits).isLessThan(2.1 + Math.log(Math.pow(2, 32) / set.count()) / Math.log(2));
      }
    }
  }

  @Test
  void givenExtremes_whenEncodedAndDecoded_thenTheSame() {
    int[][] all = {
      {Integer.MIN_VALUE},
      {Integer.MAX_VALUE},
      {0},
      {Integer.MIN_VALUE, Integer.MAX_VALUE},
      {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, Integer.MIN_VALUE + 2},
      {-1, 0, 1},
    };
    for (int[] hashes : all) {
      ShingleSet set = ShingleSet.of(hashes.clone(), hashes.length);

      assertThat(ShingleSet.decode(set.encode())).isEqualTo(set);
    }
  }

  @Test
  void givenDamagedBytes_whenDecoded_thenRefusedOrAnotherSetButNoOtherFailure() {
    var random = new Random(1);
    ByteString bytes = random(random, 200).encode();
    for (int i = 0; i < bytes.size(); i++) {
      ByteString cut = bytes.substring(0, i);
      assertThatThrownBy(() -> ShingleSet.decode(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    for (int i = 0; i < 2_000; i++) {
      byte[] flipped = bytes.toByteArray();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(ShingleSet.decode(ByteString.copyFrom(flipped)).count()).isNotNegative();
      } catch (IllegalArgumentException expected) {
        assertThat(expected).hasMessageContaining("shingles");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void givenSets_whenCompared_thenJaccardIsExact(long seed) {
    var random = new Random(seed);
    int[] pool = random.ints(300).toArray();
    Set<Integer> a = new HashSet<>();
    Set<Integer> b = new HashSet<>();
    for (int hash : pool) {
      if (random.nextInt(3) > 0) {
        a.add(hash);
      }
      if (random.nextInt(3) > 0) {
        b.add(hash);
      }
    }
    Set<Integer> both = new HashSet<>(a);
    both.retainAll(b);
    double expected = (double) both.size() / (a.size() + b.size() - both.size());

    assertThat(set(a).jaccard(set(b))).isEqualTo(expected);
    assertThat(set(b).jaccard(set(a))).isEqualTo(expected);
    assertThat(set(a).jaccard(set(a))).isEqualTo(1);
    assertThat(set(Set.of()).jaccard(set(Set.of()))).isZero();
  }

  private static ShingleSet set(Set<Integer> hashes) {
    return ShingleSet.of(hashes.stream().mapToInt(Integer::intValue).toArray(), hashes.size());
  }

  @Test
  void givenSetsTooLargeToKeep_whenCompared_thenNearTheExactSimilarity() {
    var random = new Random(3);
    int[] common = random.ints(400_000).toArray();
    int[] more = java.util.Arrays.copyOf(common, 500_000);
    for (int i = 400_000; i < more.length; i++) {
      more[i] = random.nextInt();
    }

    double estimate =
        ShingleSet.of(common.clone(), common.length).jaccard(ShingleSet.of(more, more.length));

    assertThat(estimate).isCloseTo(0.8, within(0.005));
  }
}
