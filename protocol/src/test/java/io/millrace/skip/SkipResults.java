// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Results for tests. */
final class SkipResults {
  static final PartitionId PARTITION = new PartitionId(new UUID(0x1122334455667788L, -2L), 7);
  static final long BLOCK = 42;
  private static final List<String> STARTS =
      List.of("", "a", "grüße", "日本", "🚀", "\ue000", "\ud800", "x".repeat(64), "\uffff");

  private SkipResults() {}

  /** The results of the golden file; never change them. */
  static List<ResultRecord> golden() {
    var fields =
        Fields.builder()
            .put("bytes", 1_234_567L)
            .put("first seen", Instant.parse("2023-11-14T22:13:20.123Z"))
            .put("kept", true)
            .put("lang", "de")
            .put("score", -0.25)
            .build();
    return List.of(
        new ResultRecord("", utf8("doc-1"), utf8("hello"), 1_690_000_000_000L, fields),
        new ResultRecord(
            "removed",
            utf8("k".repeat(70)),
            ByteString.EMPTY,
            DataRecord.NO_EVENT_TIME,
            Fields.of("lang", "grüße", "bytes", -3L)),
        new ResultRecord("", utf8("doc-2"), utf8("v"), -1, Fields.EMPTY));
  }

  static SkipEntry entry(List<ResultRecord> results, SkipSettings settings, String... declared) {
    var bytes = new SkipEncoder(settings).encode(results, List.of(declared));
    return SkipEntry.decode(PARTITION, BLOCK, bytes);
  }

  static ResultRecord keyed(ByteString key) {
    return new ResultRecord("", key, ByteString.EMPTY, DataRecord.NO_EVENT_TIME, Fields.EMPTY);
  }

  static List<ResultRecord> random(Random random) {
    int size = 1 + random.nextInt(random.nextBoolean() ? 4 : 400);
    int keys = 1 + random.nextInt(500);
    var results = new ArrayList<ResultRecord>();
    for (int i = 0; i < size; i++) {
      long timeMs = random.nextInt(4) == 0 ? DataRecord.NO_EVENT_TIME : random.nextLong() / 2;
      results.add(
          new ResultRecord(
              random.nextInt(3) == 0 ? "side" : "",
              key(random, keys),
              ByteString.EMPTY,
              timeMs,
              fields(random)));
    }
    return results;
  }

  private static ByteString key(Random random, int keys) {
    byte[] head = new byte[random.nextInt(3) == 0 ? 70 : random.nextInt(3)];
    java.util.Arrays.fill(head, (byte) (random.nextBoolean() ? 0xff : 0x7f));
    return ByteString.copyFrom(head).concat(utf8("k" + random.nextInt(keys)));
  }

  private static Fields fields(Random random) {
    FieldsBuilder fields = Fields.builder();
    for (String name : List.of("a", "b", "größe", "z")) {
      if (random.nextInt(3) > 0) {
        put(random, fields, name);
      }
    }
    return fields.build();
  }

  private static void put(Random random, FieldsBuilder fields, String name) {
    switch (random.nextInt(5)) {
      case 0 -> fields.put(name, text(random));
      case 1 -> fields.put(name, random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(9));
      case 2 -> fields.put(name, random.nextBoolean() ? -0.0 : random.nextGaussian() * 1e17);
      case 3 -> fields.put(name, random.nextBoolean());
      default -> fields.putTimeMs(name, random.nextLong());
    }
  }

  static String text(Random random) {
    return STARTS.get(random.nextInt(STARTS.size())) + random.nextInt(1_000);
  }

  static ByteString utf8(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
