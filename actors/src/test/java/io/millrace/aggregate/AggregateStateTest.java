// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** States that lie in block logs stay readable, and are the same wherever they are made. */
class AggregateStateTest {
  /** An aggregate, how many records of {@link #records}, and the file that holds its state. */
  record Golden(String file, Aggregate aggregate, int count) {
    @Override
    public String toString() {
      return file;
    }
  }

  static final List<Golden> GOLDEN =
      List.of(
          new Golden("count-v1", Aggregates.count(), 300),
          new Golden("sum-v1", Aggregates.sum("n"), 300),
          new Golden("min-v1", Aggregates.min("n"), 300),
          new Golden("max-empty-v1", Aggregates.max("n"), 0),
          new Golden("sum-double-v1", Aggregates.sumDouble("x"), 300),
          new Golden("mean-v1", Aggregates.mean("x"), 300),
          new Golden("max-double-v1", Aggregates.maxDouble("x"), 300),
          new Golden("distinct-few-v1", Aggregates.distinct("text"), 5),
          new Golden("distinct-some-v1", Aggregates.distinct("text"), 100),
          new Golden("distinct-many-v1", Aggregates.distinct("n"), 3_000),
          new Golden("quantiles-v1", Aggregates.quantiles("x", 0.5), 1_000),
          new Golden("top-v1", Aggregates.topK("text", 10), 400),
          new Golden("top-error-v1", Aggregates.topK("text", 1), 98),
          new Golden("several-v1", Aggregates.of(Aggregates.count(), Aggregates.sum("n")), 3));

  /** The records of the golden files; never change them. */
  private static List<Fields> records(int count) {
    var list = new ArrayList<Fields>();
    for (int i = 0; i < count; i++) {
      long n = (i * 7_919L) % 10_007 - 5_000;
      list.add(Fields.of("n", n, "x", n / 8.0, "text", "t" + n % 90));
    }
    return list;
  }

  private static ByteString file(String name) {
    try (var in =
        AggregateStateTest.class.getResourceAsStream("/golden/aggregate/" + name + ".bin")) {
      assertThat(in).as(name).isNotNull();
      return ByteString.readFrom(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @FieldSource("GOLDEN")
  void givenStateOfVersion1_whenRead_thenItSaysWhatItMeant(Golden golden) {
    Fields expected = Folding.result(golden.aggregate(), records(golden.count()));

    assertThat(Folding.result(Folding.read(golden.aggregate(), file(golden.file()))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @FieldSource("GOLDEN")
  void givenTheSameRecords_whenFolded_thenBytesAreIdentical(Golden golden) {
    Accumulator folded = Folding.fold(golden.aggregate(), records(golden.count()));

    assertThat(Folding.write(folded)).isEqualTo(file(golden.file()));
  }

  @ParameterizedTest
  @FieldSource("GOLDEN")
  void givenTruncatedState_whenRead_thenRefused(Golden golden) {
    ByteString bytes = file(golden.file());

    for (int length = 0; length < bytes.size(); length++) {
      ByteString cut = bytes.substring(0, length);
      assertThatThrownBy(() -> Folding.read(golden.aggregate(), cut))
          .as("%s bytes", length)
          .isInstanceOf(UncheckedIOException.class);
    }
  }

  @ParameterizedTest
  @FieldSource("GOLDEN")
  void givenStateOfANewerLayout_whenRead_thenTheMessageSaysSo(Golden golden) {
    ByteString newer = ByteString.fromHex("02").concat(file(golden.file()).substring(1));

    assertThatThrownBy(() -> Folding.read(golden.aggregate(), newer))
        .hasMessageContaining("layout version 2 (expected: 1; newer code wrote it)");
  }

  @Test
  void givenNumbersNobodyWrote_whenRead_thenRefused() {
    assertThatThrownBy(
            () -> Folding.read(Aggregates.count(), ByteString.fromHex("01ffffffffffffffffff01")))
        .hasMessageContaining("count: count -1 (expected: as written)");
    assertThatThrownBy(
            () ->
                Folding.read(
                    Aggregates.quantiles("x", 0.5),
                    ByteString.fromHex("0105" + "00".repeat(16) + "01ffffffff07")))
        .hasMessageContaining("quantiles(x, k 200): items 2147483647 (expected: as written)");
    assertThatThrownBy(
            () ->
                Folding.read(Aggregates.maxDouble("x"), ByteString.fromHex("0101000000000000f87f")))
        .hasMessageContaining("maxDouble(x): value NaN (expected: as written)");
  }
}
