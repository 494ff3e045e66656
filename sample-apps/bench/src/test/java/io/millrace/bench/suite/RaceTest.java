// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final Load LOAD = Load.named("one").with(Load.RECORDS, 100);

  private final List<String> ran = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  private final Race.Progress progress =
      new Race.Progress() {
        @Override
        public void measured(Load load, Contender contender, int round, Measurement measurement) {
          told.add(contender.name() + round);
        }

        @Override
        public void failed(Load load, Contender contender, Exception cause) {
          told.add(contender.name() + " failed");
        }
      };

  @Test
  void givenThree_whenTheyRace_thenEachRoundAnotherOneIsFirst() throws Exception {
    var race = new Race(1, 0, 3, progress);

    race.run(Scripted.three(ran, 1, 1, 1, 1), List.of(LOAD));

    assertThat(String.join("", ran)).isEqualTo("cab" + "abc" + "bca" + "cab");
    assertThat(told)
        .containsExactly("c0", "a0", "b0", "a1", "b1", "c1", "b2", "c2", "a2", "c3", "a3", "b3");
  }

  @Test
  void givenWarmUp_whenSummedUp_thenItDoesNotCount() throws Exception {
    var race = new Race(2, 0, 3, progress);

    List<Result> results =
        race.run(List.of(new Scripted("a", ran, 1_000, 500, 4, 1, 2)), List.of(LOAD));

    assertThat(results).hasSize(1);
    assertThat(results.get(0).rounds())
        .extracting(Measurement::seconds)
        .containsExactly(4., 1., 2.);
    assertThat(results.get(0).recordsPerSecond()).isEqualTo(new Summary(50, 25, 100));
    assertThat(results.get(0).failure()).isEmpty();
  }

  @Test
  void givenSecondsOfWarmUp_whenTheyRace_thenEachWorksForThatLongBeforeItCountsAndOnlyOnce()
      throws Exception {
    var race = new Race(1, 10, 1, progress);
    var quick = new Scripted("quick", ran, 2, 4, 5, 6, 7, 8);
    var slow = new Scripted("slow", ran, 20, 21, 22, 23);

    List<Result> results = race.run(List.of(quick, slow), List.of(LOAD, LOAD.withName("two")));

    assertThat(results)
        .extracting(result -> result.contender() + result.rounds().get(0).seconds())
        .containsExactly("quick6.0", "slow21.0", "quick8.0", "slow23.0");
    assertThat(told.subList(0, 6))
        .containsExactly("slow0", "quick0", "quick0", "quick0", "quick1", "slow1");
  }

  @Test
  void givenOneThatFailsInItsThirdRound_whenTheyRace_thenItIsOutAndTheOthersGoOn()
      throws Exception {
    var race = new Race(1, 0, 3, progress);
    var weak = new Scripted("weak", ran, 1, 2);
    var strong = new Scripted("strong", ran, 1, 1, 1, 1);

    List<Result> results = race.run(List.of(weak, strong), List.of(LOAD));

    assertThat(results.get(0).rounds()).hasSize(1);
    assertThat(results.get(0).failure()).hasValue("nothing left of weak");
    assertThat(results.get(1).rounds()).hasSize(3);
    assertThat(ran.stream().filter("weak"::equals)).hasSize(3);
    assertThat(told).containsOnlyOnce("weak failed");
  }

  @Test
  void givenFailureUnderOneLoad_whenTheNextComes_thenItMayTryAgain() throws Exception {
    var race = new Race(0, 0, 1, progress);
    var weak = new Scripted("weak", ran);

    List<Result> results = race.run(List.of(weak), List.of(LOAD, LOAD.withName("two")));

    assertThat(results).extracting(Result::load).containsExactly("one", "two");
    assertThat(ran).hasSize(2);
  }

  @Test
  void givenLoadThatOneDoesNotTake_whenTheyRace_thenItHasNoRow() throws Exception {
    var race = new Race(0, 0, 1, progress);

    List<Result> results =
        race.run(Scripted.three(ran, 1, 1), List.of(LOAD, LOAD.withName("not b")));

    assertThat(results)
        .extracting(result -> result.load() + ":" + result.contender())
        .containsExactly("one:a", "one:b", "one:c", "not b:a", "not b:c");
  }

  @Test
  void givenNoRounds_whenMade_thenRefused() {
    assertThatThrownBy(() -> new Race(0, 0, 0, progress))
        .hasMessage(
            "warm-up-rounds: 0, warm-up-seconds: 0.0, rounds: 0 (expected: 0 up, 0 up, 1 up)");
  }
}
