// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static io.millrace.serde.Serdes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.map.MapFunction;
import io.millrace.map.MapListener;
import io.millrace.map.MapOptions;
import io.millrace.map.MapProgress;
import io.millrace.map.MapRun;
import io.millrace.map.Mapped;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.processor.ErrorPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function over a data set, on a node in this JVM. */
@Timeout(120)
class MillraceMapTest {
  private static final int LARGE = 9 << 20;

  /** Tries per item that names a test: how often the function was called on it. */
  private static final Map<String, Integer> CALLS = new ConcurrentHashMap<>();

  private static final MapFunction<String, String> FUNCTION =
      MapFunction.of("shout", utf8(), utf8(), MillraceMapTest::shout)
          .withErrors(ErrorPolicy.DEFAULT.withRetries(2, Duration.ZERO));

  private static Millrace millrace;

  private static String shout(String item) {
    int calls = CALLS.merge(item, 1, Integer::sum);
    if (item.contains("bad") || (item.contains("flaky") && calls <= 2)) {
      throw new IllegalStateException("cannot shout " + item);
    }
    return item.contains("large") ? "x".repeat(LARGE) : item + "!";
  }

  @BeforeAll
  static void start() {
    millrace =
        Millrace.embedded(EmbeddedSettings.of(FUNCTION.withPartitions(8).job(), CountJob.JOB));
  }

  @AfterAll
  static void stop() {
    millrace.close();
  }

  private static List<String> items(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
  }

  private static List<String> shouted(List<String> items) {
    return items.stream().map(item -> item + "!").toList();
  }

  private static <R> List<Mapped<R>> drain(MapRun<R> run) {
    var all = new ArrayList<Mapped<R>>();
    run.forEachRemaining(all::add);
    return all;
  }

  @Test
  void givenItems_whenMapped_thenResultsInTheirOrder() {
    List<String> items = items("order", 20_000);

    try (Stream<String> results = millrace.map(items, FUNCTION)) {
      assertThat(results.toList()).isEqualTo(shouted(items));
    }
  }

  @Test
  void givenItems_whenMappedUnordered_thenEachResultOnceUnderItsIndex() {
    List<String> items = items("unordered", 3_000);

    try (MapRun<String> run =
        millrace.map(items.iterator(), FUNCTION, MapOptions.defaults().unordered())) {
      List<Mapped<String>> results = drain(run);

      assertThat(results).hasSize(items.size());
      assertThat(results)
          .allSatisfy(r -> assertThat(r.value()).contains(items.get((int) r.index()) + "!"));
      assertThat(results.stream().map(Mapped::index).sorted())
          .containsExactlyElementsOf(LongStream.range(0, items.size()).boxed().toList());
    }
  }

  @Test
  void givenNoItems_whenMapped_thenNoResults() {
    try (Stream<String> results = millrace.map(List.<String>of(), FUNCTION)) {
      assertThat(results).isEmpty();
    }
  }

  @Test
  void givenItemThatFails_whenReached_thenErrorNamesIndexAndCauseAndTheRunEnds() {
    var items = new ArrayList<>(items("failing", 500));
    items.set(300, "failing-bad");
    var returned = new ArrayList<String>();

    try (Stream<String> results = millrace.map(items, FUNCTION)) {
      assertThatThrownBy(() -> results.forEach(returned::add))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
          .hasMessageContaining("function failed on an item")
          .hasMessageContaining("item=300")
          .hasMessageContaining("cannot shout failing-bad");
    }

    assertThat(returned).isEqualTo(shouted(items.subList(0, 300)));
    assertThat(CALLS.get("failing-bad")).as("tries").isEqualTo(3);
  }

  @Test
  void givenItemsThatFail_whenCollected_thenTheyAreResultsLikeOthers() {
    var items = new ArrayList<>(items("collected", 100));
    items.set(0, "collected-bad");
    items.set(99, "collected-bad-too");

    try (MapRun<String> run =
        millrace.map(items.iterator(), FUNCTION, MapOptions.defaults().collectingFailures())) {
      List<Mapped<String>> results = drain(run);

      assertThat(results).hasSize(100);
      assertThat(results.get(0).failure().orElseThrow()).contains("cannot shout collected-bad");
      assertThat(results.get(1).value()).contains("collected-1!");
      assertThat(results.get(99).value()).isEmpty();
      assertThat(run.progress()).isEqualTo(new MapProgress(100, 100, 2));
    }
  }

  @Test
  void givenItemThatFailsTwice_whenTriedAgain_thenItSucceeds() {
    List<String> items = items("flaky", 50);

    try (Stream<String> results = millrace.map(items, FUNCTION)) {
      assertThat(results.toList()).isEqualTo(shouted(items));
    }

    assertThat(items).allSatisfy(item -> assertThat(CALLS.get(item)).isEqualTo(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100})
  void givenSlowCaller_whenTheWindowIsFull_thenNoMoreItemsAreAskedFor(int window) {
    int count = 30 + 5 * window;
    var asked = new AtomicInteger();
    Iterator<String> items =
        items("window-" + window, count).stream().peek(i -> asked.incrementAndGet()).iterator();

    try (MapRun<String> run =
        millrace.map(items, FUNCTION, MapOptions.defaults().withWindow(window, 1 << 20))) {
      await().untilAsserted(() -> assertThat(asked).hasValue(window));
      int returned = 0;
      while (run.hasNext()) {
        assertThat(run.next().index()).isEqualTo(returned);
        returned++;
        assertThat(asked.get()).isLessThanOrEqualTo(returned + window);
      }
      assertThat(returned).isEqualTo(count);
    }
  }

  @Test
  void givenRunInTheMiddle_whenClosed_thenItsThreadIsGoneAndItsItemsAreLeftAlone() {
    var asked = new AtomicInteger();
    Iterator<String> endless = Stream.generate(() -> "e-" + asked.incrementAndGet()).iterator();
    MapRun<String> run = millrace.map(endless, FUNCTION, MapOptions.defaults());
    run.next();

    run.close();

    int then = asked.get();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("millrace-map-"));
    assertThat(asked).hasValue(then);
    assertThatThrownBy(run::hasNext)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed (expected: use before close)");
  }

  @Test
  void givenInstanceWithARun_whenClosed_thenNoThreadIsLeft() {
    var threads = new ThreadWatch();
    MapRun<String> run;

    try (var other = Millrace.embedded(EmbeddedSettings.of(FUNCTION.job()))) {
      run = other.map(Stream.generate(() -> "endless").iterator(), FUNCTION, MapOptions.defaults());
      run.next();
    }

    threads.assertNoneLeft();
    assertThatThrownBy(run::hasNext).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givenRunThatStopped_whenResumedByName_thenNothingIsComputedAgain() {
    List<String> items = items("resumed", 3_000);
    MapOptions options = MapOptions.defaults().withRun("resumed").withWindow(500, 1 << 20);
    try (MapRun<String> run = millrace.map(items.iterator(), FUNCTION, options)) {
      for (int i = 0; i < 1_200; i++) {
        assertThat(run.next().value()).contains("resumed-" + i + "!");
      }
    }

    try (MapRun<String> run = millrace.map(items.iterator(), FUNCTION, options)) {
      assertThat(run.values().toList()).isEqualTo(shouted(items));
    }

    assertThat(items).allSatisfy(item -> assertThat(CALLS.get(item)).as(item).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givenFinishedRun_whenReadAgainThroughASmallWindow_thenAllComesWithinIt(boolean ordered) {
    String name = "again-" + ordered;
    List<String> items = items(name, 4_000);
    MapOptions options = MapOptions.defaults().withRun(name);
    try (MapRun<String> run = millrace.map(items.iterator(), FUNCTION, options)) {
      assertThat(run.values().count()).isEqualTo(4_000);
    }

    MapOptions narrow = options.withWindow(200, 4_096);
    try (MapRun<String> run =
        millrace.map(items.iterator(), FUNCTION, ordered ? narrow : narrow.unordered())) {
      assertThat(run.values().sorted().toList())
          .isEqualTo(shouted(items).stream().sorted().toList());
    }

    assertThat(items).allSatisfy(item -> assertThat(CALLS.get(item)).as(item).isEqualTo(1));
  }

  @Test
  void givenRunOverOtherItems_whenResumed_thenRefusedWithTheFirstThatDiffers() {
    MapOptions options = MapOptions.defaults().withRun("changed");
    try (MapRun<String> run = millrace.map(items("one", 20).iterator(), FUNCTION, options)) {
      assertThat(run.values().count()).isEqualTo(20);
    }
    var changed = new ArrayList<>(items("one", 20));
    changed.set(7, "another");

    try (MapRun<String> run = millrace.map(changed.iterator(), FUNCTION, options)) {
      assertThatThrownBy(() -> drain(run))
          .hasMessageContaining("run was over another input")
          .hasMessageContaining("item=7");
    }
  }

  @Test
  void givenResultThatThePartitionRefuses_whenMappedAndResumed_thenFailedBothTimes() {
    List<String> items = List.of("fine", "large", "fine-too");
    MapOptions options = MapOptions.defaults().withRun("large").collectingFailures();
    for (int round = 0; round < 2; round++) {
      try (MapRun<String> run = millrace.map(items.iterator(), FUNCTION, options)) {
        List<Mapped<String>> results = drain(run);

        assertThat(results).hasSize(3);
        assertThat(results.get(1).failure().orElseThrow())
            .contains("expected: at most millrace.partition.output-bytes-max");
        assertThat(results.get(2).value()).contains("fine-too!");
      }
    }
  }

  @Test
  void givenItemOverTheLimit_whenSent_thenTheRunFailsWithTheLimit() {
    var items = new ArrayList<>(items("limit", 500));
    items.set(50, "x".repeat(2 << 20));

    try (MapRun<String> run =
        millrace.map(items.iterator(), FUNCTION, MapOptions.defaults().withWindow(20, 1 << 20))) {
      assertThatThrownBy(() -> drain(run))
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("run failed")
          .hasMessageContaining("expected=at most 1048576 bytes");
    }
  }

  @Test
  void givenItemsThatThrow_whenMapped_thenTheirExceptionComesOut() {
    Iterator<String> items =
        Stream.of("a", "b", "c")
            .peek(
                item -> {
                  if (item.equals("c")) {
                    throw new IllegalArgumentException("disk gone");
                  }
                })
            .iterator();

    try (MapRun<String> run = millrace.map(items, FUNCTION, MapOptions.defaults())) {
      assertThatThrownBy(() -> drain(run))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("disk gone");
    }
  }

  @Test
  void givenJobThatIsNoMapFunction_whenMapped_thenRefused() {
    var count = MapFunction.of(CountJob.NAME, utf8(), utf8(), String::trim);

    assertThatThrownBy(() -> millrace.map(List.of("a"), count))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("job is no map function")
        .hasMessageContaining("job=counts");
  }

  @Test
  void givenFunctionThatTheInstanceHasNot_whenMapped_thenNotFound() {
    var unknown = MapFunction.of("unknown", utf8(), utf8(), String::trim);

    assertThatThrownBy(() -> millrace.map(List.of("a"), unknown))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void givenRunTakenOver_whenTheFirstGoesOn_thenItIsFenced() {
    MapOptions options = MapOptions.defaults().withRun("taken").withWindow(10, 1 << 20);
    List<String> items = items("taken", 1_000);
    try (MapRun<String> first = millrace.map(items.iterator(), FUNCTION, options);
        MapRun<String> second = millrace.map(items.iterator(), FUNCTION, options)) {
      assertThat(second.values().toList()).isEqualTo(shouted(items));
      assertThatThrownBy(() -> drain(first))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FENCED));
    }
  }

  @Test
  void givenListener_whenMapped_thenItHearsOfTheEnd() {
    var heard = new ArrayList<MapProgress>();
    var listener =
        new MapListener() {
          @Override
          public void onProgress(MapProgress progress) {
            heard.add(progress);
          }
        };

    try (MapRun<String> run =
        millrace.map(
            items("heard", 100).iterator(),
            FUNCTION,
            MapOptions.defaults().withListener(listener))) {
      assertThat(drain(run)).hasSize(100);
    }

    assertThat(heard.get(heard.size() - 1)).isEqualTo(new MapProgress(100, 100, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "@x"})
  void givenNameThatCannotBe_whenGiven_thenRefused(String name) {
    assertThatThrownBy(() -> MapOptions.defaults().withRun(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run: '" + name + "' (expected: 1 to 100 of");
  }
}
