// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedRecordsTest {
  private static ByteString bytes(Random random, int min, int max) {
    byte[] bytes = new byte[min + random.nextInt(max - min)];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private static DataRecord any(Random random, long sequence) {
    Fields fields =
        random.nextInt(3) == 0 ? Fields.of("n", random.nextLong(), "t", "x") : Fields.EMPTY;
    long time = random.nextBoolean() ? DataRecord.NO_EVENT_TIME : random.nextLong();
    return new DataRecord(sequence, bytes(random, 1, 40), bytes(random, 0, 900), time, fields);
  }

  @Test
  void givenAnyRecords_whenPacked_thenTheyAreTheSameInOrder() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      List<DataRecord> records = new ArrayList<>();
      var builder =
          new PackedRecords.Builder(
              random.nextInt(2_000), random.nextInt(20_000), random.nextInt(30));
      long weight = 0;
      for (int i = random.nextInt(100); i >= 0; i--) {
        DataRecord record = any(random, 1L + random.nextInt(1_000));
        records.add(record);
        builder.add(record);
        weight += record.weight();
      }

      assertThat(builder.size()).isEqualTo(records.size());
      assertThat(builder.firstSequence()).isEqualTo(records.get(0).sequence());
      PackedRecords packed = builder.build();

      assertThat(packed).as("seed %s", seed).isEqualTo(records);
      assertThat(packed.weight()).isEqualTo(weight);
      assertThat(packed.sequence(records.size() - 1))
          .isEqualTo(records.get(records.size() - 1).sequence());
      assertThat(PackedRecords.copyOf(records)).isEqualTo(packed);
      var again = new PackedRecords.Builder(0, 0);
      for (int i = 0; i < packed.size(); i++) {
        assertThat(packed.token(i)).isEqualTo(Token.of(records.get(i).key()));
        assertThat(packed.weight(i)).isEqualTo(records.get(i).weight());
        again.add(packed, i);
      }
      assertThat(again.build()).isEqualTo(packed);
    }
  }

  @Test
  void givenKeysAndValuesAmongOtherBytes_whenPlacesAreTold_thenTheyAreTheRecords() {
    byte[] around = "..key..value..Kv".getBytes(StandardCharsets.US_ASCII);
    Fields fields = Fields.of("n", 1L);
    var places = new PackedRecords.Places(0);

    places.add(7, 2, 3, 7, 5, 42, Fields.EMPTY);
    places.add(8, 14, 1, 15, 1, DataRecord.NO_EVENT_TIME, fields);
    PackedRecords packed = places.in(around);

    var first =
        new DataRecord(
            7, ByteString.copyFromUtf8("key"), ByteString.copyFromUtf8("value"), 42, Fields.EMPTY);
    var second =
        new DataRecord(
            8,
            ByteString.copyFromUtf8("K"),
            ByteString.copyFromUtf8("v"),
            DataRecord.NO_EVENT_TIME,
            fields);
    assertThat(places.size()).isEqualTo(2);
    assertThat(packed).containsExactly(first, second);
    assertThat(packed.weight()).isEqualTo(first.weight() + second.weight());
    assertThat(packed.token(0)).isEqualTo(Token.of(first.key()));
    assertThat(new PackedRecords.Builder(0, 0).add(packed, 1).add(packed, 0).build())
        .containsExactly(second, first);
  }

  @Test
  void givenPlaceThatIsNotThere_whenAsked_thenRefused() {
    PackedRecords none = PackedRecords.copyOf(List.of());

    assertThat(none).isEmpty();
    assertThatThrownBy(() -> none.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> none.sequence(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(new PackedRecords.Builder(0, 0)::firstSequence)
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
