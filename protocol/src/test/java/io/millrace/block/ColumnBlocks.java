// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.block.Blocks.utf8;
import static io.millrace.model.DataRecord.NO_EVENT_TIME;

import com.google.protobuf.ByteString;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Blocks for tests that are large enough to be written by column. */
final class ColumnBlocks {
  private static final long START_MS = 1_700_000_000_000L;
  private static final List<String> WORDS =
      List.of("click", "view", "purchase", "größe", "日本", "", "x".repeat(40));

  private ColumnBlocks() {}

  /**
   * A block of few results, written by column; one of the golden files' blocks: never change it.
   */
  static Block small() {
    var results = new ArrayList<ResultRecord>();
    for (int i = 0; i < 8; i++) {
      results.add(
          new ResultRecord(
              "", utf8("k" + i), utf8("value " + i * i), START_MS + i, Fields.of("n", (long) i)));
    }
    return of(results, List.of(StateChange.set(utf8("k3"), utf8("s"))));
  }

  /** A block with every kind of column; one of the golden files' blocks: never change it. */
  static Block full() {
    var random = new Random(5);
    var results = new ArrayList<ResultRecord>();
    for (int i = 0; i < 300; i++) {
      results.add(
          new ResultRecord(
              i % 10 == 0 ? "late" : "",
              utf8(String.format("user-%06d", i * 7 / 3)),
              utf8(json(random, i)),
              i % 4 == 0 ? NO_EVENT_TIME : START_MS + i * 1_000L + random.nextInt(900),
              fields(random, i)));
    }
    return of(results, changes(random, results), Blocks.timed());
  }

  /** A line of JSON, about 150 bytes. */
  static String json(Random random, int i) {
    return "{\"ts\":"
        + (START_MS + i * 37L)
        + ",\"user\":\"u"
        + random.nextInt(1_000)
        + "\",\"action\":\""
        + WORDS.get(random.nextInt(3))
        + "\",\"price\":"
        + random.nextInt(10_000) / 100.0
        + ",\"ok\":"
        + random.nextBoolean()
        + ",\"path\":\"/item/"
        + random.nextInt(50)
        + "/show\"}";
  }

  private static Fields fields(Random random, int i) {
    var fields = Fields.builder();
    fields.put("bytes", random.nextInt(1 << 20) + 1L);
    fields.put("kept", random.nextBoolean());
    fields.put("lang", WORDS.get(random.nextInt(4)));
    if (i % 3 == 0) {
      fields.putTimeMs("seen", START_MS - i);
      fields.put("score", random.nextInt(1_000) / 1_000.0);
      fields.put("noise", random.nextGaussian());
    }
    if (i % 50 < 2) {
      fields.putAny("mixed", i % 50 == 0 ? (Object) ("text" + i) : 7.5);
    }
    return fields.build();
  }

  private static List<StateChange> changes(Random random, List<ResultRecord> results) {
    var changes = new ArrayList<StateChange>();
    for (int i = 0; i < results.size(); i += 2) {
      ByteString key = i % 20 == 0 ? utf8("other-" + i) : results.get(i).key();
      changes.add(
          i % 6 == 0 ? StateChange.delete(key) : StateChange.set(key, utf8("" + random.nextInt())));
    }
    return changes;
  }

  /** Any block that is written by column: many shapes of columns, chosen by the seed. */
  static Block random(Random random) {
    int size = 8 + random.nextInt(random.nextInt(4) == 0 ? 2_000 : 60);
    int[] shape = random.ints(12, 0, 100).toArray();
    var results = new ArrayList<ResultRecord>(size);
    for (int i = 0; i < size; i++) {
      results.add(
          new ResultRecord(
              shape[0] < 70 ? "" : WORDS.get(random.nextInt(1 + shape[0] % 4)),
              bytes(random, shape[1], i),
              bytes(random, shape[2], i),
              number(random, shape[3], i),
              fields(random, shape, i)));
    }
    var changes =
        shape[10] < 30
            ? List.<StateChange>of()
            : shape[10] < 60 ? changes(random, results) : ownChanges(random, shape);
    return shape[11] < 50 ? of(results, changes) : of(results, changes, Blocks.timed());
  }

  /** State changes under keys that no result need have, of as many shapes as results have. */
  private static List<StateChange> ownChanges(Random random, int[] shape) {
    var changes = new ArrayList<StateChange>();
    for (int i = random.nextInt(200); i > 0; i--) {
      ByteString key = bytes(random, shape[8], 10_000 + i);
      changes.add(
          random.nextInt(10) == 0
              ? StateChange.delete(key)
              : StateChange.set(key, bytes(random, shape[9], i)));
    }
    return changes;
  }

  /** A message of a few of the words, with spaces anywhere now and then. */
  static String message(Random random) {
    var message = new StringBuilder();
    for (int w = 4 + random.nextInt(12); w > 0; w--) {
      message.append(WORDS.get(random.nextInt(WORDS.size())));
      message.append(random.nextInt(20) == 0 ? "  " : w == 1 ? "" : " ");
    }
    return message.toString();
  }

  private static ByteString bytes(Random random, int shape, int i) {
    return switch (shape % 11) {
      case 0 -> utf8("same");
      case 1 -> utf8(WORDS.get(random.nextInt(5)));
      case 2 -> utf8(String.format("key-%08d", i));
      case 3 -> utf8("user-" + random.nextInt(1_000));
      case 4 -> utf8(json(random, i));
      case 5 -> {
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        yield ByteString.copyFrom(noise);
      }
      case 6 -> utf8("x".repeat(random.nextInt(3) * random.nextInt(300)));
      case 7 -> ByteString.EMPTY;
      case 8 -> utf8(message(random));
      case 9 -> utf8("{\"number\":" + i + ",\"message\":\"" + message(random) + "\"}");
      default -> utf8(i + ": " + json(random, i) + random.nextInt(3));
    };
  }

  private static long number(Random random, int shape, int i) {
    return switch (shape % 11) {
      case 0 -> NO_EVENT_TIME;
      case 1 -> 7;
      case 2 -> START_MS + i * 1_000L;
      case 3 -> START_MS + i * 1_000L + random.nextInt(100);
      case 4 -> random.nextLong() >> random.nextInt(64);
      case 5 -> i / 40;
      case 6 -> random.nextInt(4) * 1_000_003L;
      case 7 -> random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(3);
      case 8 -> random.nextInt(3) == 0 ? NO_EVENT_TIME : START_MS + random.nextInt(1 << 20);
      case 9 -> Long.MAX_VALUE - random.nextInt(5);
      default -> Long.MIN_VALUE + 1 + random.nextInt(2) * Long.MAX_VALUE;
    };
  }

  private static Fields fields(Random random, int[] shape, int i) {
    var fields = Fields.builder();
    for (int f = 0; f < shape[4] % 6; f++) {
      int how = shape[5 + f % 5] + f;
      if (how % 4 == 1 && random.nextInt(3) > 0) {
        continue;
      }
      String name = WORDS.get(f) + f;
      switch (how % 6) {
        case 0 -> fields.put(name, bytes(random, 1 + how % 4, i).toStringUtf8());
        case 1 -> fields.put(name, number(random, how, i));
        case 2 -> fields.put(name, how % 3 == 0 ? random.nextInt(99) / 10.0 : random.nextDouble());
        case 3 -> fields.put(name, random.nextInt(how) == 0);
        case 4 -> fields.putTimeMs(name, number(random, how + 1, i));
        default -> fields.putAny(name, random.nextBoolean() ? (Object) 1L : "t");
      }
    }
    return fields.build();
  }

  static Block of(List<ResultRecord> results, List<StateChange> changes) {
    var small = Blocks.small();
    return new Block(
        small.partition(), 3, small.epoch(), START_MS, 4, results, changes, small.marks());
  }

  private static Block of(List<ResultRecord> results, List<StateChange> changes, Block other) {
    return new Block(
        other.partition(),
        other.sequence(),
        other.epoch(),
        other.committedAtMs(),
        other.recordCount(),
        results,
        changes,
        other.marks(),
        other.expired(),
        Blocks.quarantined().quarantine(),
        other.timers(),
        other.outbox(),
        other.delivered(),
        other.watermarkMs());
  }
}
