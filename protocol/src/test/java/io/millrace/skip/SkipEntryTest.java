// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import static io.millrace.skip.SkipResults.entry;
import static io.millrace.skip.SkipResults.keyed;
import static io.millrace.skip.SkipResults.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An entry never denies what its block has, and mostly denies what it has not. */
final class SkipEntryTest {
  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void givenAnyResults_whenAskedForOneOfThem_thenNeverDenied(int seed) {
    var random = new Random(seed);
    List<ResultRecord> results = SkipResults.random(random);
    var settings = new SkipSettings(random.nextInt(4), 8 + random.nextInt(70), 0.01, 0.01);
    String[] declared = random.nextBoolean() ? new String[] {"b", "z"} : new String[0];

    SkipEntry entry = entry(results, settings, declared);

    assertThat(entry.results()).isEqualTo(results.size());
    assertThat(entry.mainResults())
        .isEqualTo((int) results.stream().filter(ResultRecord::isMain).count());
    for (ResultRecord result : results) {
      ByteString key = result.key();
      assertThat(entry.mayHaveKey(key)).isTrue();
      assertThat(entry.mayHaveKeyBetween(key, key)).isTrue();
      assertThat(entry.mayHaveKeyWithPrefix(key.substring(0, random.nextInt(key.size())))).isTrue();
      if (result.eventTimeMs() != DataRecord.NO_EVENT_TIME) {
        assertThat(entry.mayHaveTimeBetween(result.eventTimeMs(), result.eventTimeMs())).isTrue();
      }
      for (int i = 0; i < result.fields().size(); i++) {
        askFor(entry, result.fields(), i);
      }
    }
    assertThat(SkipCheck.contradiction(entry, results)).isEmpty();
  }

  @Test
  void givenAnEntryOfOtherResults_whenHeldAgainstABlock_thenWhatItDeniesIsNamed() {
    List<ResultRecord> golden = SkipResults.golden();
    SkipEntry entry = entry(golden, SkipSettings.DEFAULT, "lang");

    assertThat(SkipCheck.contradiction(entry, golden.subList(0, 2)))
        .contains("results: the index says 3, the block has 2");
    assertThat(SkipCheck.contradiction(entry, with(golden, keyed(utf8("x")))))
        .contains("result 2: the index denies its key");
    assertThat(SkipCheck.contradiction(entry, with(golden, keyed(utf8("doc-2")))))
        .contains("results without event time: the index says 1, the block has 2");
    var late = new ResultRecord("", utf8("doc-2"), ByteString.EMPTY, 1L << 50, Fields.EMPTY);
    assertThat(SkipCheck.contradiction(entry, with(golden, late)))
        .contains("result 2: the index denies its event time");
    var side = new ResultRecord("side", utf8("doc-2"), ByteString.EMPTY, 0, Fields.EMPTY);
    assertThat(SkipCheck.contradiction(entry, with(golden, side)))
        .contains("main results: the index says 2, the block has 1");
    for (Fields fields : List.of(Fields.of("lang", "en"), Fields.of("new", 1L))) {
      var other = new ResultRecord("", utf8("doc-2"), ByteString.EMPTY, 0, fields);
      assertThat(SkipCheck.contradiction(entry, with(golden, other)))
          .contains("result 2: the index denies its field " + fields.name(0));
    }
  }

  private static List<ResultRecord> with(List<ResultRecord> golden, ResultRecord last) {
    return List.of(golden.get(0), golden.get(1), last);
  }

  private static void askFor(SkipEntry entry, Fields fields, int i) {
    FieldSkip field = Objects.requireNonNull(entry.field(fields.name(i)));
    Object value = SkipCheck.value(fields, i);
    assertThat(field.mayEqual(value)).as(fields.name(i)).isTrue();
    assertThat(field.mayBeBetween(value, value)).isTrue();
    assertThat(field.mayBeBetween(null, value)).isTrue();
    assertThat(field.mayBeBetween(value, null)).isTrue();
    if (value instanceof Long whole) {
      assertThat(field.mayEqual(whole.doubleValue())).isTrue();
      assertThat(field.mayBeBetween(null, whole.doubleValue())).isTrue();
    }
    if (value instanceof String text) {
      assertThat(field.mayStartWith(text)).isTrue();
      assertThat(field.mayStartWith("")).isTrue();
    }
  }

  @Test
  void givenManyKeysAndValues_whenAskedForOthersInRange_thenAsManyAreDeniedAsSettingsSay() {
    var results = new ArrayList<ResultRecord>();
    for (int i = 0; i < 4_096; i++) {
      var fields = Fields.of("id", 2L * i, "name", "name-" + 2 * i);
      results.add(new ResultRecord("", utf8("key-" + 2 * i), ByteString.EMPTY, i, fields));
    }
    SkipEntry entry = entry(results, SkipSettings.DEFAULT, "id", "name");
    FieldSkip id = Objects.requireNonNull(entry.field("id"));
    FieldSkip name = Objects.requireNonNull(entry.field("name"));

    int keys = 0;
    int ids = 0;
    int names = 0;
    for (int i = 0; i < 4_095; i++) {
      ids += id.mayEqual(2L * i + 1) ? 1 : 0;
      names += name.mayEqual("name-" + (2 * i + 1)) ? 1 : 0;
    }

    for (int i = 0; i < 200_000; i++) {
      keys += entry.mayHaveKey(utf8("key-" + i % 4_096 + "x" + i)) ? 1 : 0;
    }

    assertThat(keys).as("20 are expected").isBetween(4, 45);
    assertThat(ids).as("41 are expected").isBetween(15, 75);
    assertThat(names).as("41 are expected").isBetween(15, 75);
  }

  @Test
  void givenLongKeys_whenAskedOutsideOfThem_thenTheCutBoundsDenyWhatTheyCan() {
    var settings = new SkipSettings(4, 8, 0.01, 0.01);
    SkipEntry entry =
        entry(List.of(keyed(utf8("bbbbbbbbbb")), keyed(utf8("cccccccccc"))), settings);

    assertThat(entry.mayHaveKeyBetween(null, utf8("bbbbbbb"))).isFalse();
    assertThat(entry.mayHaveKeyBetween(null, utf8("bbbbbbbb"))).isTrue();
    assertThat(entry.mayHaveKeyBetween(utf8("cccccccccc"), null)).isTrue();
    assertThat(entry.mayHaveKeyBetween(utf8("cccccccd"), null)).isTrue();
    assertThat(entry.mayHaveKeyBetween(utf8("ccccccce"), null)).isFalse();
    assertThat(entry.mayHaveKeyWithPrefix(utf8("bb"))).isTrue();
    assertThat(entry.mayHaveKeyWithPrefix(utf8("bc"))).isTrue();
    assertThat(entry.mayHaveKeyWithPrefix(utf8("ba"))).isFalse();
    assertThat(entry.mayHaveKeyWithPrefix(utf8("d"))).isFalse();
  }

  @Test
  void givenKeysOfHighestBytes_whenCut_thenTheBoundIsRoundedOrLeftOff() {
    var settings = new SkipSettings(4, 8, 0.01, 0.01);
    var high = ByteString.copyFrom(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    var carried = utf8("a").concat(high);

    SkipEntry unbounded = entry(List.of(keyed(high.concat(utf8("x")))), settings);
    SkipEntry rounded = entry(List.of(keyed(carried)), settings);
    SkipEntry exact = entry(List.of(keyed(high)), settings);

    assertThat(unbounded.mayHaveKeyBetween(high.concat(high), null)).isTrue();
    assertThat(unbounded.mayHaveKeyBetween(null, utf8("z"))).isFalse();
    assertThat(rounded.mayHaveKeyBetween(carried, carried)).isTrue();
    assertThat(rounded.mayHaveKeyBetween(utf8("c"), null)).isFalse();
    assertThat(exact.mayHaveKeyBetween(high, high)).isTrue();
    assertThat(exact.mayHaveKeyBetween(high.concat(utf8("x")), null)).isFalse();
  }

  @Test
  void givenFields_whenAskedForOtherKindsAndValues_thenDenied() {
    SkipEntry entry = entry(SkipResults.golden(), SkipSettings.DEFAULT);
    FieldSkip bytes = Objects.requireNonNull(entry.field("bytes"));
    FieldSkip kept = Objects.requireNonNull(entry.field("kept"));
    FieldSkip seen = Objects.requireNonNull(entry.field("first seen"));
    FieldSkip score = Objects.requireNonNull(entry.field("score"));

    assertThat(entry.field("nothing")).isNull();
    assertThat(bytes.present()).isEqualTo(2);
    assertThat(bytes.mayEqual("x")).isFalse();
    assertThat(bytes.mayEqual(1_234_568)).isFalse();
    assertThat(bytes.mayBeBetween(1_234_567.5, null)).isFalse();
    assertThat(bytes.mayBeBetween(-3.5, -2.5)).isTrue();
    assertThat(bytes.mayBeBetween("a", 5L)).isFalse();
    assertThat(bytes.mayStartWith("")).isFalse();
    assertThat(kept.mayEqual(true)).isTrue();
    assertThat(kept.mayEqual(false)).isFalse();
    assertThat(seen.mayEqual(Instant.MAX)).isFalse();
    assertThat(seen.mayBeBetween(Instant.MIN, Instant.MAX)).isTrue();
    assertThat(score.mayBeBetween(0, null)).isFalse();
    assertThat(score.mayEqual(Double.NaN)).isFalse();
    assertThat(entry.withoutEventTime()).isEqualTo(1);
    assertThat(entry.mayHaveTimeBetween(0, 1_689_999_999_999L)).isTrue();
    assertThat(entry.mayHaveTimeBetween(1_690_000_000_001L, Long.MAX_VALUE)).isFalse();
    assertThatThrownBy(() -> bytes.mayEqual(new int[0]))
        .hasMessageContaining("expected: String, Long");
  }

  @Test
  void givenMoreFieldsThanAllowed_whenAskedForOneLeftOut_thenItMayBeAnything() {
    var results =
        List.of(
            new ResultRecord(
                "", utf8("k"), ByteString.EMPTY, 0, Fields.of("a", 1, "b", 2, "c", 3)));

    SkipEntry entry = entry(results, new SkipSettings(1, 64, 0.01, 0.01), "c");

    assertThat(entry.fieldNames()).containsExactly("a", "c");
    assertThat(entry.isComplete()).isFalse();
    FieldSkip unknown = Objects.requireNonNull(entry.field("b"));
    assertThat(unknown.isKnown()).isFalse();
    assertThat(unknown.mayEqual("x")).isTrue();
    assertThat(unknown.mayBeBetween(5, 6)).isTrue();
    assertThat(unknown.mayStartWith("x")).isTrue();
    assertThat(Objects.requireNonNull(entry.field("c")).isFiltered()).isTrue();
  }

  @Test
  void givenMoreThanAnEntryHolds_whenEncoded_thenLeftOffUpToItsMaximum() {
    var results = new ArrayList<ResultRecord>();
    for (int i = 0; i < 200; i++) {
      String name = "n".repeat(190) + i;
      results.add(
          new ResultRecord(
              "", utf8("k" + i), ByteString.EMPTY, 0, Fields.of(name, "t".repeat(2_000) + i)));
    }
    for (int i = 0; i < 200_000; i++) {
      results.add(keyed(utf8("key-" + i)));
    }

    var encoder = new SkipEncoder(new SkipSettings(240, 1_024, 0.01, 0.01));
    ByteString bytes = encoder.encode(results, List.of());

    assertThat(bytes.size()).isLessThanOrEqualTo(SkipEntry.BYTES_MAX);
    SkipEntry entry = SkipEntry.decode(SkipResults.PARTITION, 1, bytes);
    assertThat(entry.isComplete()).isFalse();
    assertThat(entry.fieldNames()).hasSizeBetween(10, 100);
    assertThat(entry.mayHaveKey(utf8("key-5x"))).isTrue();
  }

  @Test
  void givenAnEncoder_whenUsedAgain_thenNothingOfTheBlockBeforeIsLeft() {
    var encoder = new SkipEncoder(SkipSettings.DEFAULT);
    List<String> declared = List.of("lang", "a");
    ByteString first = encoder.encode(SkipResults.golden(), declared);

    encoder.encode(SkipResults.random(new Random(1)), declared);
    assertThat(encoder.encode(SkipResults.golden(), declared)).isEqualTo(first);

    encoder.encode(SkipResults.random(new Random(1)), List.of("z"));
    assertThat(encoder.encode(SkipResults.golden(), declared)).isEqualTo(first);
    assertThat(encoder.encode(List.of(), declared)).isEmpty();
  }

  @Test
  void givenTooManyDeclaredFields_whenEncoded_thenRefused() {
    List<String> many = IntStream.range(0, 17).mapToObj(i -> "f" + i).toList();

    assertThatThrownBy(
            () -> new SkipEncoder(SkipSettings.DEFAULT).encode(SkipResults.golden(), many))
        .hasMessageContaining("declared fields: 17 (expected: at most 16)");
  }
}
