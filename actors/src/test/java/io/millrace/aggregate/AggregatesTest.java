// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import static io.millrace.aggregate.Aggregates.count;
import static io.millrace.aggregate.Aggregates.distinct;
import static io.millrace.aggregate.Aggregates.max;
import static io.millrace.aggregate.Aggregates.maxDouble;
import static io.millrace.aggregate.Aggregates.mean;
import static io.millrace.aggregate.Aggregates.min;
import static io.millrace.aggregate.Aggregates.minDouble;
import static io.millrace.aggregate.Aggregates.quantiles;
import static io.millrace.aggregate.Aggregates.sum;
import static io.millrace.aggregate.Aggregates.sumDouble;
import static io.millrace.aggregate.Aggregates.topK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What each aggregate says of a few records. */
class AggregatesTest {
  private static final Fields NOTHING = Fields.EMPTY;

  static final List<Aggregate> EACH =
      List.of(
          count(),
          sum("n"),
          min("n"),
          max("n"),
          sumDouble("n"),
          minDouble("n"),
          maxDouble("n"),
          mean("n"),
          distinct("n"),
          quantiles("n", 0, 0.5, 1),
          topK("n", 3),
          Aggregates.of(count(), sum("n"), distinct("n"), topK("n", 3)));

  private static List<Fields> longs(long... values) {
    return LongStream.of(values).mapToObj(n -> Fields.of("n", n)).toList();
  }

  private static List<Fields> doubles(double... values) {
    var list = new ArrayList<Fields>();
    for (double value : values) {
      list.add(Fields.of("n", value));
    }
    return list;
  }

  @Test
  void givenLongs_whenFolded_thenExact() {
    var all = Aggregates.of(count(), sum("n"), min("n"), max("n"));

    assertThat(Folding.result(all, longs(7, -3, 5)))
        .isEqualTo(
            Fields.builder()
                .put("count", 3L)
                .put("sum.n", 9L)
                .put("min.n", -3L)
                .put("max.n", 7L)
                .build());
  }

  @Test
  void givenNumbers_whenFoldedAsDoubles_thenLongsAreWidened() {
    var all = Aggregates.of(sumDouble("n"), minDouble("n"), maxDouble("n"), mean("n"));
    var records = new ArrayList<>(doubles(0.5, -1.25));
    records.addAll(longs(4));

    assertThat(Folding.result(all, records))
        .isEqualTo(
            Fields.builder()
                .put("sum.n", 3.25)
                .put("min.n", -1.25)
                .put("max.n", 4.0)
                .put("mean.n", 3.25 / 3)
                .build());
  }

  @Test
  void givenRecordsWithoutTheField_whenFolded_thenOnlyCountsAndSumsSaySomething() {
    var records = List.of(NOTHING, Fields.of("other", 1L));

    assertThat(Folding.result(count(), records)).isEqualTo(Fields.of("count", 2L));
    assertThat(Folding.result(sum("n"), records)).isEqualTo(Fields.of("sum.n", 0L));
    assertThat(Folding.result(sumDouble("n"), records)).isEqualTo(Fields.of("sum.n", 0.0));
    assertThat(Folding.result(distinct("n"), records)).isEqualTo(Fields.of("distinct.n", 0L));
    assertThat(Folding.result(topK("n", 2), records)).isEqualTo(Fields.of("top.n.error", 0L));
    for (Aggregate silent : List.of(min("n"), max("n"), minDouble("n"), mean("n"))) {
      assertThat(Folding.result(silent, records)).as(silent.name()).isEqualTo(NOTHING);
    }
    assertThat(Folding.result(quantiles("n", 0.5), records)).isEqualTo(NOTHING);
  }

  @Test
  void givenFunctions_whenFolded_thenTheyAreAskedAndTheNameIsOnlyAName() {
    var all =
        Aggregates.of(
            sum("size", record -> record.value().size()),
            mean("half", record -> 0.5),
            distinct("key", record -> record.key().toStringUtf8()),
            topK("key", record -> record.key().toStringUtf8(), 1));

    Fields result = Folding.result(all, List.of(NOTHING, NOTHING));

    assertThat(result.longValue("sum.size")).hasValue(0);
    assertThat(result.doubleValue("mean.half")).hasValue(0.5);
    assertThat(result.longValue("distinct.key")).hasValue(1);
    assertThat(result.text("top.key.1")).contains("key");
    assertThat(result.longValue("top.key.1.count")).hasValue(2);
  }

  @Test
  void givenSumsAtTheEdge_whenTheyDoNotFit_thenTheRecordIsAtFaultAndNothingWraps() {
    assertThat(Folding.result(sum("n"), longs(Long.MAX_VALUE, -1, 1)))
        .isEqualTo(Fields.of("sum.n", Long.MAX_VALUE));
    assertThatThrownBy(() -> Folding.fold(sum("n"), longs(Long.MAX_VALUE, 1)))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.kind()).isEqualTo(MillraceException.Kind.CALLER))
        .hasMessage(
            "sum does not fit in 64 bits: aggregate=sum(n), sum=9223372036854775807, value=1,"
                + " expected=-2^63 to 2^63-1; sumDouble has a larger range");
    assertThatThrownBy(() -> Folding.fold(sum("n"), longs(Long.MIN_VALUE, -1)))
        .hasMessageContaining("sum does not fit in 64 bits");
    assertThatThrownBy(
            () ->
                Folding.fold(sum("n"), longs(Long.MAX_VALUE))
                    .merge(Folding.fold(sum("n"), longs(1))))
        .hasMessageContaining("sum does not fit in 64 bits");
    assertThatThrownBy(
            () -> Folding.fold(sumDouble("n"), doubles(Double.MAX_VALUE, Double.MAX_VALUE)))
        .hasMessageContaining("sum is too large for a double: aggregate=sumDouble(n)");
  }

  @Test
  void givenManySmallNumbersAfterALargeOne_whenSummed_thenNoneIsLost() {
    var values = new ArrayList<>(doubles(1e16));
    values.addAll(Collections.nCopies(1_000, Fields.of("n", 1.0)));
    values.addAll(doubles(-1e16));

    assertThat(Folding.result(sumDouble("n"), values)).isEqualTo(Fields.of("sum.n", 1_000.0));
  }

  @Test
  void givenFieldOfAnotherType_whenFolded_thenTheRecordIsAtFault() {
    assertThatThrownBy(() -> Folding.fold(sum("n"), List.of(Fields.of("n", "seven"))))
        .hasMessage("field is of another type: field=n, type=text, expected=long");
    assertThatThrownBy(() -> Folding.fold(sum("n"), doubles(1.5)))
        .hasMessage("field is of another type: field=n, type=double, expected=long");
    assertThatThrownBy(() -> Folding.fold(mean("n"), List.of(Fields.of("n", true))))
        .hasMessage("field is of another type: field=n, type=boolean, expected=double or long");
    assertThatThrownBy(
            () -> Folding.fold(mean("ratio", record -> 0.0 / record.value().size()), longs(1)))
        .hasMessageContaining("value is no finite number: value=NaN, name=ratio");
  }

  @Test
  void givenTextsThatAreEqualOrEmpty_whenDistinct_thenEachOnce() {
    var records =
        List.of(
            Fields.of("n", ""),
            Fields.of("n", "a"),
            Fields.of("n", ""),
            Fields.of("n", "a"),
            Fields.of("n", "b"));

    assertThat(Folding.result(distinct("n"), records)).isEqualTo(Fields.of("distinct.n", 3L));
  }

  @Test
  void givenTiesAndAnEmptyText_whenTop_thenOrderedByCountThenText() {
    var records = new ArrayList<Fields>();
    for (String text : "b a c a b d".split(" ")) {
      records.add(Fields.of("n", text));
    }
    records.addAll(Collections.nCopies(3, Fields.of("n", "")));

    assertThat(Folding.result(topK("n", 3), records).toString())
        .isEqualTo(
            "{top.n.1=, top.n.1.count=3, top.n.2=a, top.n.2.count=2, top.n.3=b,"
                + " top.n.3.count=2, top.n.error=0}");
    assertThatThrownBy(() -> Folding.fold(topK("n", 3), List.of(Fields.of("n", "x".repeat(1_001)))))
        .hasMessageContaining("text is too long to be counted")
        .hasMessageContaining("length=1001, expected=at most 1000");
  }

  @Test
  void givenSketchThatDropsAllItsTexts_whenWrittenAndMerged_thenItsErrorIsKept() {
    var different = new ArrayList<Fields>();
    for (int i = 0; i < 90; i++) {
      different.add(Fields.of("n", "t" + i));
    }
    Aggregate top = topK("n", 1);
    Accumulator first = Folding.fold(top, different);
    long error = Folding.result(first).longValue("top.n.error").orElseThrow();

    first.merge(Folding.fold(top, different));
    first.add(Folding.record(Fields.of("n", "t7")));
    Fields result = Folding.result(Folding.read(top, Folding.write(first)));

    assertThat(error).isPositive();
    assertThat(result.longValue("top.n.error").orElseThrow()).isGreaterThanOrEqualTo(2 * error);
    assertThat(result.longValue("top.n.1.count").orElse(3)).isGreaterThanOrEqualTo(3);
  }

  @Test
  void givenFewValues_whenQuantiles_thenExact() {
    var all = quantiles("n", 1, 0.5, 0.999, 0, 0.5);

    assertThat(Folding.result(all, longs(LongStream.rangeClosed(1, 100).toArray())))
        .isEqualTo(
            Fields.builder()
                .put("p0.n", 1.0)
                .put("p50.n", 50.0)
                .put("p99_9.n", 100.0)
                .put("p100.n", 100.0)
                .build());
  }

  @ParameterizedTest
  @FieldSource("EACH")
  void givenTwoHalves_whenMergedEitherWay_thenAsIfTheyWereOne(Aggregate aggregate) {
    var first = longs(LongStream.range(0, 40).map(n -> n * n % 17).toArray());
    var second = longs(LongStream.range(0, 30).map(n -> n % 5).toArray());
    var all = new ArrayList<>(first);
    all.addAll(second);
    Accumulator merged = Folding.fold(aggregate, first);
    Accumulator turned = Folding.fold(aggregate, second);
    Accumulator withNothing = Folding.fold(aggregate, all);
    Accumulator nothing = aggregate.create();

    merged.merge(Folding.fold(aggregate, second));
    turned.merge(Folding.fold(aggregate, first));
    withNothing.merge(aggregate.create());
    nothing.merge(Folding.fold(aggregate, all));

    Fields expected = Folding.result(aggregate, all);
    assertThat(Folding.result(merged)).isEqualTo(expected);
    assertThat(Folding.result(turned)).isEqualTo(expected);
    assertThat(Folding.result(withNothing)).isEqualTo(expected);
    assertThat(Folding.result(nothing)).isEqualTo(expected);
  }

  @ParameterizedTest
  @FieldSource("EACH")
  void givenResult_whenPut_thenOnlyFieldsThatWereAnnounced(Aggregate aggregate) {
    Fields result = Folding.result(aggregate, longs(1, 2, 2, 3));

    for (int i = 0; i < result.size(); i++) {
      assertThat(aggregate.fields()).contains(result.name(i));
    }
  }

  @Test
  void givenAggregatesThatClash_whenCombined_thenRefused() {
    assertThatThrownBy(() -> Aggregates.of(sum("n"), count(), sumDouble("n")))
        .hasMessage(
            "aggregates: sum(n), count, sumDouble(n): field sum.n twice (expected: each once; give"
                + " one of them a function and another name)");
    assertThatThrownBy(Aggregates::of).hasMessage("aggregates: none (expected: at least one)");
    assertThatThrownBy(() -> quantiles("n", 0.5, 1.5))
        .hasMessage("quantile of n: 1.5 (expected: 0 to 1)");
    assertThatThrownBy(() -> quantiles("n", Double.NaN))
        .hasMessage("quantile of n: NaN (expected: 0 to 1)");
    assertThatThrownBy(() -> quantiles("n"))
        .hasMessage("quantiles of n: none (expected: at least one, such as 0.5)");
    assertThatThrownBy(() -> topK("n", 0)).hasMessage("k: 0 (expected: 1 to 100)");
  }

  @Test
  void givenMeanOfManyEqualNumbers_whenFolded_thenThatNumber() {
    Fields result =
        Folding.result(
            mean("n"), doubles(LongStream.range(0, 999).mapToDouble(i -> 0.1).toArray()));

    assertThat(result.doubleValue("mean.n").orElseThrow()).isCloseTo(0.1, within(1e-16));
  }
}
