// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenRingTest {
  @Test
  void givenAsManyNodesAsReplicas_whenRowsLie_thenEachNodeHasAll() {
    assertThat(new TokenRing(3, 16, 3, 1).imbalance(1_000, 2)).isEqualTo(1);
    assertThat(new TokenRing(2, 16, 3, 1).imbalance(1_000, 2)).isEqualTo(1);
  }

  @Test
  void givenManyNodes_whenTheyHaveMoreTokens_thenLoadsAreMoreEven() {
    double few = new TokenRing(50, 1, 3, 1).imbalance(50_000, 2);
    double many = new TokenRing(50, 256, 3, 1).imbalance(50_000, 2);

    assertThat(many).isBetween(1.0, 1.3);
    assertThat(few).isGreaterThan(many + 0.3);
  }
}
