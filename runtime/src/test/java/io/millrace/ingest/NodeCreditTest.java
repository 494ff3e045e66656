// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeCreditTest {
  private static final long MAX = 100;
  private static final long GROUP = 10;

  private final NodeCredit credit = new NodeCredit(MAX);
  private final List<String> woken = new ArrayList<>();

  private NodeCredit.Share share(String name) {
    return credit.share(GROUP, () -> woken.add(name));
  }

  @Test
  void givenRoom_whenAsked_thenItIsTheSessionsTurnUntilTheGroupIsIn() {
    var a = share("a");

    assertThat(a.isMyTurn()).isTrue();
    assertThat(credit.used()).as("reserved").isEqualTo(GROUP);
    a.take(7);
    assertThat(credit.used()).isEqualTo(7);
    a.keep(3);
    assertThat(credit.used()).isEqualTo(3);
    a.keep(0);
    assertThat(credit.used()).isZero();
    assertThat(woken).isEmpty();
  }

  @Test
  void givenAllUsed_whenBytesAreFreed_thenThoseWhoWaitAreWokenInTurnAsFarAsTheyFit() {
    var full = share("full");
    full.take(MAX + 50);
    var a = share("a");
    var b = share("b");
    var c = share("c");
    assertThat(List.of(a.isMyTurn(), b.isMyTurn(), c.isMyTurn(), a.isMyTurn())).containsOnly(false);
    assertThat(credit.waiting()).isEqualTo(3);

    full.keep(MAX);
    assertThat(woken).isEmpty();
    full.keep(MAX - 11);

    assertThat(woken).containsExactly("a", "b");
    assertThat(a.isMyTurn()).isTrue();
    assertThat(c.isMyTurn()).isFalse();
    assertThat(share("d").isMyTurn()).as("comes after c").isFalse();
  }

  @Test
  void givenTurnThatIsNotUsed_whenItLapses_thenTheNextOneIsWoken() {
    var full = share("full");
    full.take(MAX);
    var idle = share("idle");
    var next = share("next");
    assertThat(idle.isMyTurn()).isFalse();
    assertThat(next.isMyTurn()).isFalse();
    full.keep(MAX - 1);
    assertThat(woken).containsExactly("idle");

    idle.lapse();

    assertThat(woken).containsExactly("idle", "next");
    idle.take(GROUP);
    assertThat(credit.used()).isEqualTo(MAX - 1 + GROUP + GROUP);
  }

  @Test
  void givenSessionsInEveryState_whenClosed_thenAllIsGivenBackOnce() {
    var holds = share("holds");
    holds.take(MAX);
    var waits = share("waits");
    assertThat(waits.isMyTurn()).isFalse();
    var other = share("other");
    assertThat(other.isMyTurn()).isFalse();

    waits.close();
    holds.close();
    holds.close();

    assertThat(woken).containsExactly("other");
    other.close();
    assertThat(credit.used()).isZero();
    assertThat(credit.waiting()).isZero();
    holds.take(5);
    holds.keep(2);
    assertThat(holds.isMyTurn()).isFalse();
    assertThat(credit.used()).as("closed for good").isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void givenAnySteps_whenAllIsFreed_thenEveryoneWhoWaitedWasWokenAndTheSumHolds(long seed) {
    var random = new SplittableRandom(seed);
    int count = 1 + random.nextInt(12);
    var shares = new ArrayList<NodeCredit.Share>();
    var held = new long[count];
    var waits = new boolean[count];
    for (int i = 0; i < count; i++) {
      int at = i;
      shares.add(credit.share(GROUP, () -> waits[at] = false));
    }

    for (int step = 0; step < 2_000; step++) {
      int i = random.nextInt(count);
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          if (!waits[i]) {
            if (shares.get(i).isMyTurn()) {
              long bytes = 1L + random.nextInt(40);
              shares.get(i).take(bytes);
              held[i] += bytes;
            } else {
              waits[i] = true;
            }
          }
        }
        case 2 -> {
          held[i] = random.nextLong(held[i] + 1);
          shares.get(i).keep(held[i]);
        }
        default -> shares.get(i).lapse();
      }
      long sum = 0;
      for (long bytes : held) {
        sum += bytes;
      }
      assertThat(credit.used()).isGreaterThanOrEqualTo(sum).isLessThan(MAX + 40L * count);
    }
    for (int i = 0; i < count; i++) {
      shares.get(i).keep(0);
    }
    for (int i = 0; i < count * count; i++) {
      shares.get(i % count).lapse();
    }

    assertThat(waits).containsOnly(false);
    assertThat(credit.used()).isZero();
    assertThat(credit.waiting()).isZero();
  }

  @Test
  void givenManyThreads_whenEachWaitsForItsTurns_thenNoWakeUpIsLost() throws Exception {
    int threads = 8;
    var done = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < threads; i++) {
      var woke = new Semaphore(0);
      var share = credit.share(GROUP, woke::release);
      done.add(
          CompletableFuture.runAsync(
              () -> {
                for (int group = 0; group < 2_000; group++) {
                  if (!share.isMyTurn()) {
                    woke.acquireUninterruptibly();
                  }
                  share.take(30);
                  share.keep(30);
                  share.keep(0);
                }
                share.close();
              },
              command -> new Thread(command, "session").start()));
    }

    CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

    assertThat(credit.used()).isZero();
    assertThat(credit.waiting()).isZero();
  }
}
