// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchRecordsTest {
  private static final String FORM =
      "\\{\"ts\":\\d{13},\"id\":\"[0-9a-f]{16}\",\"level\":\"[A-Z]+\",\"path\":\"/[a-z]+/\\d{4}\""
          + ",\"ms\":\\d+,\"msg\":\"[a-z ]*\"}";

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 101, 200, 1_024, 10_240})
  void givenLength_whenValuesAreMade_thenEachIsJsonOfThatLengthAndAnotherOne(int bytes) {
    var records = new BenchRecords(10, bytes);
    var seen = new HashSet<String>();

    for (long i = 0; i < 1_000; i++) {
      byte[] value = records.value(i);
      assertThat(value).hasSize(bytes);
      assertThat(text(value)).matches(FORM);
      assertThat(seen.add(text(value))).isTrue();
      assertThat(new BenchRecords(10, bytes).value(i)).isEqualTo(value);
    }
  }

  @Test
  void givenKeys_whenRecordsAreMade_thenEachIsAboutAsOften() {
    var records = new BenchRecords(10, 100);
    int[] counts = new int[10];

    for (long i = 0; i < 10_000; i++) {
      counts[records.keyNumber(i)]++;
    }

    assertThat(Arrays.stream(counts).boxed().toList())
        .allSatisfy(count -> assertThat(count).isBetween(900, 1_100));
    assertThat(text(records.key(0))).matches("key-00000000\\d").endsWith("" + records.keyNumber(0));
  }

  @Test
  void givenEventTimes_whenRead_thenTwoInAHundredAreLate() {
    var records = new BenchRecords(10, 100);
    int late = 0;

    for (long i = 0; i < 100_000; i++) {
      long behind = BenchRecords.START_MS + i - records.eventTimeMs(i);
      assertThat(behind).isBetween(0L, 30_000L);
      late += behind > 0 ? 1 : 0;
    }

    assertThat(late).isBetween(1_800, 2_200);
  }

  @Test
  void givenValues_whenCompressedTogether_thenAsRealEventsAre() {
    var records = new BenchRecords(10, 200);
    var all = new ByteArrayOutputStream();
    for (long i = 0; i < 2_000; i++) {
      all.writeBytes(records.value(i));
    }

    var deflater = new Deflater();
    deflater.setInput(all.toByteArray());
    deflater.finish();
    double share = (double) deflater.deflate(new byte[all.size()]) / all.size();
    deflater.end();

    assertThat(share).isBetween(0.2, 0.4);
  }

  @Test
  void givenValueTooShortForItsFields_whenMade_thenRefused() {
    assertThatThrownBy(() -> new BenchRecords(1, 99)).hasMessageContaining("value-bytes: 99");
    assertThatThrownBy(() -> new BenchRecords(0, 100)).hasMessageContaining("keys: 0");
  }
}
