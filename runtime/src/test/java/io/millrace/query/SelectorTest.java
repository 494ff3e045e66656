// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.model.DataRecord;
import io.millrace.query.QueryRig.Placed;
import io.millrace.query.QueryRig.Whole;
import io.millrace.select.Column.Own;
import io.millrace.select.Item;
import io.millrace.select.Order;
import io.millrace.select.Predicate;
import io.millrace.select.Query;
import io.millrace.sql.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SelectorTest {
  private static final List<Item> PLACE =
      List.of(Item.of(Own.PARTITION), Item.of(Own.BLOCK), Item.of(Own.IDX), Item.of(Own.KEY));

  private static ActorTestKit kit;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static QueryRig rig(long seed, int blocks, int resultsMax) {
    var rig = new QueryRig(kit.system());
    rig.fill(new Random(seed), blocks, resultsMax, true);
    return rig;
  }

  static IntStream seeds() {
    return IntStream.range(0, 12);
  }

  private static String place(Placed row) {
    return row.partition() + ":" + row.block() + ":" + row.index();
  }

  private static List<String> places(Whole answer) {
    return answer.rows().stream().map(r -> r[0] + ":" + r[1] + ":" + r[2]).toList();
  }

  private static Comparator<Placed> order(Order order) {
    Comparator<Placed> place =
        Comparator.comparing(Placed::partition)
            .thenComparing(Placed::block)
            .thenComparing(Placed::index);
    if (order instanceof Order.EventTime time) {
      Comparator<Placed> byTime = Comparator.comparing(p -> p.result().eventTimeMs());
      return Comparator.<Placed, Boolean>comparing(
              p -> p.result().eventTimeMs() == DataRecord.NO_EVENT_TIME)
          .thenComparing(time.descending() ? byTime.reversed() : byTime)
          .thenComparing(place);
    }
    return order.equals(Order.LOG) ? place : place.reversed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyPredicateAndOrder_answersAsTheNaiveOne_withAndWithoutIndex(int seed) throws Exception {
    QueryRig rig = rig(seed, 12, 25);
    var random = new Random(seed);
    var predicates = new RandomPredicate(random);
    Selector indexed = rig.selector(true, "page-bytes = 2 KiB");
    Selector plain = rig.selector(false, "page-bytes = 2 KiB");
    List<Order> orders =
        List.of(
            Order.LOG,
            new Order.Position(true),
            new Order.EventTime(false),
            new Order.EventTime(true));
    int some = 0;
    assertThat(rig.formats).as("all formats that a reader may meet").containsExactly(1, 2, 3, 4, 5);

    for (int i = 0; i < 60; i++) {
      Predicate predicate = predicates.next(3);
      Order order = orders.get(random.nextInt(4));
      OptionalLong limit =
          random.nextBoolean() ? OptionalLong.of(random.nextInt(30)) : OptionalLong.empty();
      var query = new Query("j", "", PLACE, predicate, List.of(), order, limit);
      List<String> expected =
          NaiveQuery.where(rig.results, predicate).stream()
              .sorted(order(order))
              .limit(limit.orElse(Long.MAX_VALUE))
              .map(SelectorTest::place)
              .toList();
      some += expected.isEmpty() ? 0 : 1;

      Whole withIndex = rig.run(indexed, query);
      Whole without = rig.run(plain, query);

      assertThat(places(withIndex)).as("seed %s: %s", seed, query.sql()).isEqualTo(expected);
      assertThat(places(without)).as("seed %s: %s", seed, query.sql()).isEqualTo(expected);
      assertThat(Sql.parse(query.sql()).query().sql()).isNotEmpty();
      assertThat(withIndex.end().report().blocksRead())
          .isLessThanOrEqualTo(without.end().report().blocksRead() + QueryRig.PARTITIONS * 12);
    }
    assertThat(some).isGreaterThan(15);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void pages_putTogether_areTheWholeAnswer_evenIfMoreCommitsMeanwhile(int seed) throws Exception {
    QueryRig rig = rig(seed, 6, 20);
    Selector selector = rig.selector(true, "");
    var random = new Random(seed);

    for (Order order :
        List.of(
            Order.LOG,
            new Order.Position(true),
            new Order.EventTime(false),
            new Order.EventTime(true))) {
      Predicate predicate = Sql.filter("x > 200");
      OptionalLong limit = random.nextBoolean() ? OptionalLong.of(40) : OptionalLong.empty();
      var query = new Query("j", "", PLACE, predicate, List.of(), order, limit);
      List<String> whole = places(rig.run(selector, query));
      var pages = new ArrayList<String>();
      String token = "";
      do {
        Whole page = rig.run(selector, rig.selection(query, Selection.Mode.RUN, 7, token));
        assertThat(page.rows().size()).isLessThanOrEqualTo(7);
        pages.addAll(places(page));
        token = page.end().next().orElse("");
      } while (!token.isEmpty());

      assertThat(pages).as("seed %s %s", seed, order).isEqualTo(whole);
    }
  }

  @Test
  void givenTokenOfAnotherQueryOrDamaged_whenUsed_thenRefused() throws Exception {
    QueryRig rig = rig(1, 6, 20);
    Selector selector = rig.selector(true, "");
    Query query = Sql.parse("SELECT key FROM j").query();
    Query other = Sql.parse("SELECT key FROM j WHERE x > 1").query();
    String token =
        rig.run(selector, rig.selection(query, Selection.Mode.RUN, 3, "")).end().next().get();

    assertThatThrownBy(() -> rig.run(selector, rig.selection(other, Selection.Mode.RUN, 3, token)))
        .hasMessageContaining("page token is of another query");
    for (String wrong : List.of("x", token.substring(1), token.substring(0, 20), "", "é")) {
      if (!wrong.isEmpty()) {
        assertThatThrownBy(
                () -> rig.run(selector, rig.selection(query, Selection.Mode.RUN, 3, wrong)))
            .hasMessageContaining("page token is damaged");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void groups_areThoseOfTheNaiveOne(int seed) throws Exception {
    QueryRig rig = rig(seed, 10, 25);
    var expected = new TreeMap<String, long[]>();
    for (Placed row :
        NaiveQuery.where(
            rig.results, Sql.filter("tag = '' AND lang IS NOT NULL AND x IS NOT NULL"))) {
      long[] sums =
          expected.computeIfAbsent(
              row.result().fields().text("lang").get(), l -> new long[] {0, 0, 999, 0});
      long x = row.result().fields().longValue("x").getAsLong();
      sums[0]++;
      sums[1] += x;
      sums[2] = Math.min(sums[2], x);
      sums[3] = Math.max(sums[3], x);
    }

    Whole answer =
        rig.run(
            rig.selector(true, ""),
            "SELECT lang, count(*), sum(x), min(x), max(x), avg(x), approx_distinct(x), top_k(lang,"
                + " 2) FROM j WHERE lang IS NOT NULL AND x IS NOT NULL GROUP BY lang ORDER BY"
                + " lang");

    var actual = new TreeMap<String, long[]>();
    for (var row : answer.rows()) {
      actual.put(
          (String) row[0], new long[] {(Long) row[1], (Long) row[2], (Long) row[3], (Long) row[4]});
      assertThat((Double) row[5]).isEqualTo((double) (Long) row[2] / (Long) row[1]);
      assertThat((Long) row[6]).isBetween(1L, (Long) row[1] + 1);
      assertThat(row[7].toString()).contains("count=" + row[1]);
    }
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((lang, sums) -> assertThat(sums).isEqualTo(expected.get(lang)));
  }

  @Test
  void givenNoRows_whenAggregated_thenOneGroupOfNothing() throws Exception {
    QueryRig rig = rig(1, 3, 5);

    Whole answer =
        rig.run(
            rig.selector(true, ""),
            "SELECT count(*), count(x), sum(x), min(x), avg(x), approx_quantile(x, 0.5) FROM j"
                + " WHERE lang = 'none'");

    assertThat(answer.texts()).containsExactly("[0, 0, null, null, null, null]");
  }

  @Test
  void givenKeyEquality_whenRun_thenOnePartitionAndFewBlocks() throws Exception {
    QueryRig rig = rig(3, 60, 6);

    Whole answer = rig.run(rig.selector(true, ""), "SELECT value FROM j WHERE key = 'k7'");

    Report report = answer.end().report();
    assertThat(report.partitionsPruned()).isEqualTo(Map.of("key", 3L));
    assertThat(report.partitionsLeft()).isEqualTo(1);
    assertThat(answer.header().snapshot()).hasSize(1);
    assertThat(report.blocksConsidered()).isEqualTo(60);
    assertThat(report.blocksPruned().keySet()).contains("key filter");
    assertThat(report.blocksRead()).isLessThan(30);
    assertThat(report.blocksToRead())
        .isEqualTo(60 - report.blocksPruned().values().stream().mapToLong(Long::longValue).sum());
    assertThat((long) answer.rows().size())
        .isEqualTo(NaiveQuery.where(rig.results, Sql.filter("key = 'k7' AND tag = ''")).size());
  }

  @Test
  void givenExplain_whenRun_thenNoBlockIsReadAndThePlanIsShown() throws Exception {
    QueryRig rig = rig(3, 60, 6);

    Whole plan =
        rig.run(
            rig.selector(true, ""),
            "EXPLAIN SELECT key FROM j WHERE event_time < '1970-01-01T00:00:05Z' LIMIT 3");
    int reads = rig.log.reads.get();
    Whole ran =
        rig.run(
            rig.selector(true, ""),
            "EXPLAIN ANALYZE SELECT key FROM j WHERE event_time < '1970-01-01T00:00:05Z' LIMIT 3");

    assertThat(reads).isZero();
    assertThat(String.join("\n", plan.texts()))
        .contains("partitions  4 of 4", "blocks      240 considered", "by event_time range")
        .doesNotContain("read        ");
    assertThat(String.join("\n", ran.texts())).contains("matched, 3 returned", "time        total");
    assertThat(rig.log.reads.get()).isPositive();
  }

  @Test
  void givenLimits_whenPassed_thenRefusedNamingThem() {
    QueryRig rig = rig(4, 20, 20);

    assertThatThrownBy(
            () ->
                rig.run(
                    rig.selector(true, "memory-bytes = 2 KiB"),
                    "SELECT key, count(*) FROM j GROUP BY key"))
        .hasMessageContaining("query needs more memory than it may have")
        .hasMessageContaining("limit=millrace.query.memory-bytes");
    assertThatThrownBy(
            () ->
                rig.run(
                    rig.selector(true, "memory-bytes = 2 KiB"),
                    "SELECT key, value FROM j ORDER BY event_time"))
        .hasMessageContaining("limit=millrace.query.memory-bytes");
    assertThatThrownBy(() -> rig.run(rig.selector(true, "rows-max = 10"), "SELECT key FROM j"))
        .hasMessageContaining("limit=millrace.query.rows-max, value=10");
  }

  @Test
  void givenOrderByTimeWithLimit_whenMemoryIsSmall_thenAnsweredAll() throws Exception {
    QueryRig rig = rig(4, 40, 20);

    Whole answer =
        rig.run(
            rig.selector(true, "memory-bytes = 8 KiB, reads-in-flight = 1"),
            "SELECT event_time FROM j WHERE event_time IS NOT NULL ORDER BY event_time LIMIT 5");

    assertThat(answer.rows()).hasSize(5);
    assertThat(answer.end().report().blocksPruned()).containsKey("order");
  }

  @Test
  void givenStoreThatHangs_whenDeadlinePasses_thenRefusedNamingIt() {
    QueryRig rig = rig(4, 5, 20);
    rig.log.gate = new CompletableFuture<>();

    assertThatThrownBy(() -> rig.run(rig.selector(true, "deadline = 100 ms"), "SELECT key FROM j"))
        .hasMessageContaining("query takes longer than it may")
        .hasMessageContaining("limit=millrace.query.deadline, value=100 ms");
  }

  @Test
  void givenCancelledQuery_whenReadsGoOn_thenNoMoreAreStartedAndItsPlaceIsFree() throws Exception {
    QueryRig rig = rig(4, 100, 20);
    Selector selector = rig.selector(true, "running-max = 1, reads-in-flight = 2");
    var gate = new CompletableFuture<Void>();
    rig.log.gate = gate;
    Query query = Sql.parse("SELECT count(*) FROM j").query();
    var running =
        selector
            .select(rig.selection(query, Selection.Mode.RUN, 0, ""))
            .viaMat(KillSwitches.single(), Keep.right())
            .toMat(Sink.ignore(), Keep.both())
            .run(kit.system());
    await().until(() -> rig.log.reads.get() == 2);
    assertThatThrownBy(() -> rig.run(selector, query))
        .hasMessageContaining("too many queries at once")
        .hasMessageContaining("limit=millrace.query.running-max");

    running.first().shutdown();
    running.second().toCompletableFuture().get(20, TimeUnit.SECONDS);
    await().ignoreExceptions().untilAsserted(() -> rig.run(selector, "SELECT key FROM j LIMIT 0"));
    gate.complete(null);

    assertThat(rig.run(selector, "SELECT count(*) FROM j WHERE partition = 9").rows()).hasSize(1);
    assertThat(rig.log.reads.get()).isEqualTo(2);
  }

  @Test
  void givenAtLeastAhead_whenNotReached_thenUnavailableNamesThePartition() {
    QueryRig rig = rig(4, 3, 5);
    Query query = Sql.parse("SELECT key FROM j").query();
    var ahead =
        new Selection(
            rig.job,
            rig.job.stage(""),
            query,
            Selection.Mode.RUN,
            Map.of(2, 9L),
            0,
            "",
            Duration.ofMillis(300));

    assertThatThrownBy(() -> rig.run(rig.selector(true, "poll-interval = 5 ms"), ahead))
        .hasMessageContaining("partition has not got so far")
        .hasMessageContaining("block=3, expected=at least 9");
  }

  @Test
  void givenSumOfTexts_whenRun_thenRefusedNamingAggregateAndType() {
    QueryRig rig = rig(4, 10, 20);

    assertThatThrownBy(() -> rig.run(rig.selector(true, ""), "SELECT sum(lang) FROM j"))
        .hasMessageContaining("aggregate=sum(lang), type=text, expected=long or double");
  }
}
