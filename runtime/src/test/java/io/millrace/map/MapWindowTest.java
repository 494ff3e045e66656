// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.map.MapWindow.Held;
import io.millrace.map.MapWindow.Offer;
import io.millrace.model.MillraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapWindowTest {
  private static final long MS = 1_000_000;

  private static Held result(long index, int bytes) {
    return new Held(index, ByteString.copyFrom(new byte[bytes]), null, index);
  }

  private static void feed(MapWindow window, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(window.hasRoom()).isTrue();
      window.feed(window.fed());
    }
  }

  private static List<Long> poll(MapWindow window) {
    var polled = new ArrayList<Long>();
    Optional<Held> next = window.poll(0);
    while (next.isPresent()) {
      polled.add(next.get().index());
      next = window.poll(0);
    }
    return polled;
  }

  @Test
  void givenResultsOutOfOrder_whenOrdered_thenTheyWaitForTheOldest() {
    var window = new MapWindow(10, 1_000, true, 0);
    feed(window, 3);

    assertThat(window.offer(result(2, 1))).isEqualTo(Offer.TAKEN);
    assertThat(window.offer(result(1, 1))).isEqualTo(Offer.TAKEN);
    assertThat(poll(window)).isEmpty();
    assertThat(window.offer(result(0, 1))).isEqualTo(Offer.TAKEN);

    assertThat(poll(window)).containsExactly(0L, 1L, 2L);
    assertThat(window.base()).isEqualTo(3);
  }

  @Test
  void givenResultsOutOfOrder_whenUnordered_thenTheyGoAtOnceAndTheBaseFollows() {
    var window = new MapWindow(10, 1_000, false, 0);
    feed(window, 3);

    assertThat(window.offer(result(2, 1))).isEqualTo(Offer.TAKEN);
    assertThat(poll(window)).containsExactly(2L);
    assertThat(window.base()).isZero();
    assertThat(window.offer(result(2, 1))).isEqualTo(Offer.SEEN);
    window.offer(result(0, 1));
    window.offer(result(1, 1));

    assertThat(poll(window)).containsExactly(0L, 1L);
    assertThat(window.base()).isEqualTo(3);
  }

  @Test
  void givenFullWindow_whenTheOldestIsReturned_thenThereIsRoomForOne() {
    var window = new MapWindow(2, 1_000, true, 0);
    feed(window, 2);
    assertThat(window.hasRoom()).isFalse();

    window.offer(result(0, 1));
    assertThat(window.hasRoom()).isFalse();
    assertThat(poll(window)).containsExactly(0L);

    assertThat(window.hasRoom()).isTrue();
  }

  @Test
  void givenBytesThatWait_whenTheyAreTooMany_thenOnlyTheOldestComesIn() {
    var window = new MapWindow(10, 100, true, 0);
    feed(window, 4);

    assertThat(window.offer(result(1, 60))).isEqualTo(Offer.TAKEN);
    assertThat(window.offer(result(2, 60))).isEqualTo(Offer.LATER);
    assertThat(window.offer(result(3, 40))).isEqualTo(Offer.TAKEN);
    assertThat(window.hasRoom()).isFalse();
    assertThat(window.offer(result(0, 5_000))).isEqualTo(Offer.TAKEN);

    assertThat(poll(window)).containsExactly(0L, 1L);
    assertThat(window.offer(result(2, 60))).isEqualTo(Offer.TAKEN);
    assertThat(poll(window)).containsExactly(2L, 3L);
  }

  @Test
  void givenResumedRun_whenResultsComeBeforeTheirItems_thenTheyWaitForThem() {
    var window = new MapWindow(4, 1_000, false, 0);

    assertThat(window.offer(result(1, 1))).isEqualTo(Offer.TAKEN);
    assertThat(window.offer(result(65_536, 1))).isEqualTo(Offer.LATER);
    assertThat(poll(window)).isEmpty();
    feed(window, 2);

    assertThat(poll(window)).containsExactly(1L);
  }

  @Test
  void givenLargeResults_whenTheyAreKnown_thenOnlyAsManyItemsGoOutAsHaveRoom() {
    var window = new MapWindow(1_000, 100_000, true, 0);
    feed(window, 2);
    window.offer(result(0, 10_000));
    assertThat(poll(window)).containsExactly(0L);

    while (window.hasRoom()) {
      window.feed(window.fed());
    }

    assertThat(window.fed() - window.base()).isEqualTo(10);
  }

  @Test
  void givenResumedRun_whenLargeResultsComeFarAhead_thenTheyDoNotKeepOutTheNear() {
    var window = new MapWindow(1_000, 100_000, true, 0);
    assertThat(window.offer(result(1, 10_000))).isEqualTo(Offer.TAKEN);

    assertThat(window.offer(result(100, 10_000))).isEqualTo(Offer.LATER);
    assertThat(window.offer(result(2, 10_000))).isEqualTo(Offer.TAKEN);
  }

  @Test
  void givenResultOfAnotherItem_whenPolled_thenTheCallerIsTold() {
    var window = new MapWindow(4, 1_000, true, 0);
    window.feed(17);
    window.offer(result(0, 1));

    assertThatThrownBy(() -> window.poll(0))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("run was over another input")
        .hasMessageContaining("item=0");
  }

  @Test
  void givenSlowFunction_whenItsPaceIsKnown_thenFewerItemsGoOut() {
    var window = new MapWindow(100_000, 1 << 20, true, 0);

    assertThat(outAtATime(window, 10)).isEqualTo(256);
    assertThat(outAtATime(window, 1_000)).as("16 times as many at most").isEqualTo(4_096);
    assertThat(outAtATime(window, 20_000)).isEqualTo(8_192);
    assertThat(outAtATime(window, 20_000)).isEqualTo(4_096);
    assertThat(outAtATime(window, 4_000)).isEqualTo(2_048);
    assertThat(outAtATime(window, 4_000)).isEqualTo(2_048);
  }

  private long nowMs;

  /** Fills the window and empties it, in so many milliseconds. */
  private long outAtATime(MapWindow window, long tookMs) {
    while (window.hasRoom()) {
      window.feed(window.fed());
    }
    long out = window.fed() - window.base();
    nowMs += tookMs;
    while (window.base() < window.fed()) {
      window.offer(result(window.base(), 0));
      assertThat(window.poll(nowMs * MS)).isPresent();
    }
    return out;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void anyInterleaving_givesEachResultOnceAndHoldsNoMoreThanItMay(long seed) {
    var random = new Random(seed);
    boolean ordered = random.nextBoolean();
    int itemsMax = 1 + random.nextInt(20);
    int items = 300;
    var window = new MapWindow(itemsMax, 50, ordered, 0);
    int partitions = 1 + random.nextInt(5);
    var logs = new ArrayList<ArrayDeque<Long>>();
    for (int p = 0; p < partitions; p++) {
      logs.add(new ArrayDeque<>());
    }
    boolean resumed = random.nextBoolean();
    long logged = 0;
    var returned = new ArrayList<Long>();

    while (returned.size() < items) {
      int act = random.nextInt(3);
      if (act == 0 && window.fed() < items && window.hasRoom()) {
        window.feed(window.fed());
      } else if (act == 1) {
        long known = resumed ? items : window.fed();
        for (; logged < known; logged++) {
          logs.get(random.nextInt(partitions)).add(logged);
        }
        ArrayDeque<Long> log = logs.get(random.nextInt(partitions));
        if (!log.isEmpty()
            && window.offer(result(log.peek(), 1 + random.nextInt(20))) != Offer.LATER) {
          log.remove();
        }
      } else {
        returned.addAll(poll(window));
      }
      assertThat(window.fed() - window.base()).isLessThanOrEqualTo(itemsMax);
    }

    List<Long> all = LongStream.range(0, items).boxed().toList();
    assertThat(ordered ? returned : new ArrayList<>(new TreeSet<>(returned)))
        .as("seed %d", seed)
        .isEqualTo(all);
    assertThat(returned).hasSize(items);
  }
}
