// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RouteTest {
  private static final Duration NONE = Duration.ZERO;

  @Test
  void givenThreeAddresses_whenNoneAnswers_thenPausesOnlyAfterEachRound() {
    var route = route(3, 1);

    assertThat(route.address()).isEqualTo(1);
    assertThat(route.failed(0, NONE)).isZero();
    assertThat(route.address()).isEqualTo(2);
    assertThat(route.failed(0, NONE)).isZero();
    assertThat(route.address()).isZero();
    assertThat(route.failed(0, NONE)).isBetween(50L, 100L);
    assertThat(route.address()).isEqualTo(1);
    assertThat(route.failed(0, NONE)).isZero();
    assertThat(route.failed(0, NONE)).isZero();
    assertThat(route.failed(0, NONE)).isBetween(100L, 200L);
  }

  @Test
  void givenStreamThatGotOn_whenItBreaks_thenEachAddressIsTriedAtOnceTheSameOneLast() {
    var route = route(2, 0);
    route.worked();

    assertThat(route.failed(0, NONE)).isZero();
    assertThat(route.address()).isEqualTo(1);
    assertThat(route.failed(0, NONE)).isZero();
    assertThat(route.address()).isZero();
    assertThat(route.failed(0, NONE)).isBetween(50L, 100L);
  }

  @Test
  void givenOnlyAddress_whenItsStreamBreaksAfterProgress_thenOneAttemptAtOnce() {
    var route = route(1, 0);
    route.worked();

    assertThat(route.failed(0, NONE)).isZero();
    assertThat(route.failed(0, NONE)).isBetween(50L, 100L);
  }

  @Test
  void givenAddressThatAsksForRest_whenOthersAreThere_thenTheyGoFirst() {
    var route = route(2, 0);
    route.worked();

    assertThat(route.failed(0, Duration.ofNanos(1_000))).isZero();
    assertThat(route.address()).isEqualTo(1);
    assertThat(route.failed(100, NONE)).isZero();
    assertThat(route.address()).isEqualTo(1);
    assertThat(route.failed(1_300, NONE)).isBetween(50L, 100L);
    assertThat(route.address()).isZero();
  }

  @Test
  void givenOnlyAddress_whenItAsksForRest_thenAtLeastThatUpToTheMaximum() {
    var route = route(1, 0);

    assertThat(route.failed(0, Duration.ofNanos(1_000))).isBetween(1_000L, 1_250L);
    assertThat(route.failed(0, Duration.ofDays(1))).isBetween(5_000L, 6_250L);
  }

  private static Route route(int addresses, int first) {
    var backoff = new Backoff(Duration.ofNanos(100), Duration.ofNanos(1_000), new Random(1));
    return new Route(addresses, first, backoff, Duration.ofNanos(5_000));
  }
}
