// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.FieldValue;
import io.millrace.v1.Hello;
import io.millrace.v1.Record;
import io.millrace.v1.RecordBatch;
import io.millrace.v1.SubmitRequest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubmitReaderTest {
  private static final Limits LIMITS = new Limits(1_024, 1 << 20, 8, 1_000, 4 << 20);

  private static Record any(Random random, long sequence) {
    var record = Record.newBuilder().setSequence(sequence);
    byte[] key = new byte[1 + random.nextInt(30)];
    random.nextBytes(key);
    if (random.nextBoolean()) {
      record.setKey(ByteString.copyFrom(key));
    } else {
      record.setKeyText("schlüssel-" + random.nextInt(100));
    }
    switch (random.nextInt(4)) {
      case 0 -> record.setValueText("größe 日本 " + random.nextInt());
      case 1 -> {}
      default -> record.setValue(ByteString.copyFrom(new byte[random.nextInt(3_000)]));
    }
    if (random.nextBoolean()) {
      record.setEventTimeMs(random.nextLong());
    }
    if (random.nextInt(5) == 0) {
      record.putFields("lang", FieldValue.newBuilder().setText("de").build());
    }
    return record.build();
  }

  private static byte[] request(List<Record> records) {
    var batch = RecordBatch.newBuilder().addAllRecords(records);
    return SubmitRequest.newBuilder().setBatch(batch).build().toByteArray();
  }

  @Test
  void givenAnyBatch_whenRead_thenTheSameAsProtobufReads() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      List<Record> records = new ArrayList<>();
      List<DataRecord> expected = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(40); i++) {
        Record record = any(random, 1L + random.nextInt(1 << 20));
        records.add(record);
        expected.add(LIMITS.record(record, i, record.getSequence()));
      }

      assertThat(SubmitReader.records(request(records), LIMITS))
          .as("seed %s", seed)
          .isEqualTo(expected);
    }
  }

  @Test
  void givenAFieldTwice_whenRead_thenTheLastOneCountsAsInProtobuf() throws Exception {
    Record first = Record.newBuilder().setSequence(4).setKeyText("a").setValueText("x").build();
    Record last = Record.newBuilder().setSequence(5).setKey(ByteString.copyFromUtf8("b")).build();
    var both = new ByteArrayOutputStream();
    first.writeTo(both);
    last.writeTo(both);

    Record merged = Record.parseFrom(both.toByteArray());
    byte[] inBatch = request(List.of(merged));
    DataRecord read = SubmitReader.records(inBatch, LIMITS).get(0);

    assertThat(read.sequence()).isEqualTo(5);
    assertThat(read.key()).isEqualTo(ByteString.copyFromUtf8("b"));
    assertThat(read.value()).isEqualTo(ByteString.copyFromUtf8("x"));
  }

  @Test
  void givenSomethingElse_whenRead_thenSaid() {
    byte[] hello =
        SubmitRequest.newBuilder().setHello(Hello.newBuilder().setJob("j")).build().toByteArray();

    assertThatThrownBy(() -> SubmitReader.records(hello, LIMITS)).hasMessageContaining("HELLO");
    assertThatThrownBy(() -> SubmitReader.records(new byte[0], LIMITS))
        .hasMessageContaining("REQUEST_NOT_SET");
  }

  @Test
  void givenAnyDamage_whenRead_thenRecordsOrACallersFailure() {
    var random = new Random(1);
    List<Record> records = new ArrayList<>();
    for (int i = 1; i < 30; i++) {
      records.add(any(random, i));
    }
    byte[] whole = request(records);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged =
          random.nextInt(10) == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : whole.clone();
      for (int hits = random.nextInt(3); hits >= 0 && damaged.length > 0; hits--) {
        damaged[random.nextInt(Math.min(damaged.length, 400))] = (byte) random.nextInt();
      }
      try {
        assertThat(SubmitReader.records(damaged, LIMITS)).isNotEmpty();
      } catch (MillraceException e) {
        assertThat(e.kind()).isEqualTo(Kind.CALLER);
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 19_999);
  }
}
