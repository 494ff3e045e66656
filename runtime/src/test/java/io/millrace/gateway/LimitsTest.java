// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.FieldValue;
import io.millrace.v1.Record;
import io.millrace.v1.RecordBatch;
import io.millrace.v1.SubmitRequest;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  private final Limits limits = new Limits(8, 100, 2, 3, 150);

  private static Record.Builder record(long sequence) {
    return Record.newBuilder().setSequence(sequence).setKeyText("k").setValueText("v");
  }

  private static FieldValue text(String text) {
    return FieldValue.newBuilder().setText(text).build();
  }

  private static List<DataRecord> taken(Limits limits, RecordBatch batch) {
    return SubmitReader.records(
        SubmitRequest.newBuilder().setBatch(batch).build().toByteArray(), limits);
  }

  private void assertRefused(String field, String value, String expected, Record... records) {
    assertThatThrownBy(
            () -> taken(limits, RecordBatch.newBuilder().addAllRecords(List.of(records)).build()))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
        .hasMessageContaining("field=" + field)
        .hasMessageContaining("value=" + value)
        .hasMessageContaining("expected=" + expected);
  }

  @Test
  void givenRecordsWithinTheLimits_whenChecked_thenTakenAsTheyAre() {
    var batch =
        RecordBatch.newBuilder()
            .addRecords(record(7).setEventTimeMs(5).putFields("a", text("b")))
            .addRecords(Record.newBuilder().setSequence(8).setKey(ByteString.copyFrom(new byte[8])))
            .build();

    List<DataRecord> records = taken(limits, batch);

    assertThat(records).extracting(DataRecord::sequence).containsExactly(7L, 8L);
    assertThat(records.get(0).eventTimeMs()).isEqualTo(5);
    assertThat(records.get(0).fields()).isEqualTo(Fields.of("a", "b"));
    assertThat(records.get(1).eventTimeMs()).isEqualTo(DataRecord.NO_EVENT_TIME);
    assertThat(records.get(1).value()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void givenBatchAtTheLimitOfBytes_whenChecked_thenItsSizeOnTheWireCounts() {
    Record half = record(1).setValueText("v".repeat(62)).build();
    Record unknown =
        record(1)
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(99, UnknownFieldSet.Field.newBuilder().addFixed64(1).build())
                    .build())
            .build();
    RecordBatch within = RecordBatch.newBuilder().addRecords(half).addRecords(half).build();
    int size = within.getSerializedSize();
    var exact = new Limits(8, 100, 2, 3, size + 2 + unknown.getSerializedSize() - 1);

    assertThat(taken(new Limits(8, 100, 2, 3, size), within)).hasSize(2);
    assertThatThrownBy(() -> taken(new Limits(8, 100, 2, 3, size - 1), within))
        .hasMessageContaining("value=" + size + " bytes");
    assertThatThrownBy(() -> taken(exact, within.toBuilder().addRecords(unknown).build()))
        .hasMessageContaining("batch too large");
  }

  @Test
  void givenSequencesToGive_whenChecked_thenTheyCountUpWhateverTheRecordsSay() {
    List<Record> batch = List.of(record(9).build(), record(0).build());

    assertThat(limits.records(batch, 10)).extracting(DataRecord::sequence).containsExactly(1L, 2L);
  }

  @Test
  void givenWrongRecord_whenChecked_thenFieldValueAndLimitAreNamed() {
    Record right = record(1).build();

    assertRefused("records", "0", "1 to 3");
    assertRefused("records", "4", "1 to 3", right, right, right, right);
    assertRefused("records[1].sequence", "0", "1 up", right, record(0).build());
    assertRefused("records[1].sequence", "-1", "1 up", right, record(-1).build());
    assertRefused("records[0].key", "0 bytes", "1 to 8 bytes", record(1).clearKeyText().build());
    assertRefused(
        "records[0].key", "9 bytes", "1 to 8 bytes", record(1).setKeyText("123456789").build());
    assertRefused(
        "records[0].value",
        "101 bytes",
        "at most 100 bytes",
        record(1).setValue(ByteString.copyFrom(new byte[101])).build());
    assertRefused(
        "records[0].value",
        "101 bytes",
        "at most 100 bytes",
        record(1).setValue(ByteString.copyFrom(new byte[98])).putFields("a", text("bc")).build());
    assertRefused(
        "records[0].fields",
        "3",
        "at most 2",
        record(1)
            .putFields("a", text(""))
            .putFields("b", text(""))
            .putFields("c", text(""))
            .build());
    Record wide = record(1).setValue(ByteString.copyFrom(new byte[90])).build();
    assertRefused(
        "records", wide.getSerializedSize() * 2 + 4 + " bytes", "at most 150 bytes", wide, wide);
  }

  @Test
  void givenWrongField_whenChecked_thenRecordFieldAndExpectedAreNamed() {
    assertRefusedField(record(1).putFields("n", FieldValue.getDefaultInstance()))
        .hasMessageContaining("field=records[0].fields.n")
        .hasMessageContaining("expected=text, long, double, boolean or timeMs");
    assertRefusedField(record(1).putFields("", text("v")))
        .hasMessageContaining("field=records[0].fields")
        .hasMessageContaining("field name: empty (expected: 1 to 200 characters)");
    assertRefusedField(
            record(1).putFields("n", FieldValue.newBuilder().setDouble(Double.NaN).build()))
        .hasMessageContaining("field n: NaN (expected: a finite number)");
  }

  private AbstractThrowableAssert<?, ?> assertRefusedField(Record.Builder record) {
    return assertThatThrownBy(
            () -> taken(limits, RecordBatch.newBuilder().addRecords(record).build()))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER));
  }

  @Test
  void givenNames_whenMissingOrTooLong_thenRefused() {
    assertThatThrownBy(() -> Limits.job("")).hasMessageContaining("field=job");
    assertThatThrownBy(() -> Limits.job("j".repeat(101))).hasMessageContaining("101 characters");
    assertThatThrownBy(() -> Limits.producer("")).hasMessageContaining("field=hello.producer");
    assertThat(Limits.producer("p".repeat(200))).hasSize(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0     | 100     | 2    | 3       | 150       | key-bytes-max: 0 (expected: 1 to 65536)
          8     | 3000000 | 2    | 3       | 4000000   | value-bytes-max: 3000000 (expected: 1 to
          8     | 100     | 1001 | 3       | 150       | fields-max: 1001 (expected: 0 to 1000)
          8     | 100     | 2    | 0       | 150       | batch-records-max: 0 (expected: 1 to
          8     | 100     | 2    | 3       | 99        | batch-bytes-max: 99 (expected: 100 to
          """)
  void givenWrongLimit_whenMade_thenKeyValueAndExpectedAreNamed(
      int key, int value, int fields, int records, int bytes, String message) {
    assertThatThrownBy(() -> new Limits(key, value, fields, records, bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("millrace.limits." + message);
  }
}
