// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.DataRecord.NO_EVENT_TIME;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.OutboxMark;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import io.millrace.model.QuarantineChange;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.model.TimerChange;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Blocks for tests. */
final class Blocks {
  static final PartitionId PARTITION = new PartitionId(new UUID(0x1122334455667788L, -2L), 7);
  static final BlockEncoder ENCODER = new BlockEncoder(BlockLimits.DEFAULT);
  private static final List<String> WORDS =
      List.of("", "a", "lang", "grüße", "日本", "🚀", "x".repeat(130));

  private Blocks() {}

  /** The block of the golden files; never change it. */
  static Block small() {
    return new Block(
        PARTITION,
        3,
        new Epoch(2),
        1_700_000_000_123L,
        4,
        List.of(
            new ResultRecord(
                "", utf8("doc-1"), utf8("hello hello hello"), 1_690_000_000_000L, Fields.EMPTY),
            new ResultRecord(
                "removed",
                utf8("doc-2"),
                ByteString.EMPTY,
                NO_EVENT_TIME,
                Fields.of("reason", "twin", "of", "doc-1", "größe", "0")),
            new ResultRecord("", utf8("k"), utf8("hello"), -1, Fields.of("n", "1"))),
        List.of(
            StateChange.set(utf8("doc-1"), utf8("seen")),
            StateChange.set(utf8("doc-2"), ByteString.EMPTY),
            StateChange.delete(utf8("doc-0"))),
        List.of(
            new ProducerMark("crawler", new ProducerEpoch(5, 2), 1_000_000),
            new ProducerMark("späher", new ProducerEpoch(1, 1), 4)));
  }

  /** The block of version 2's golden files; never change it. */
  static Block quarantined() {
    return more(small().results(), Fields.of("lang", "en", "größe", "0"), List.of(idle()));
  }

  /** The block of version 3's golden files; never change it. */
  static Block typed() {
    var fields =
        Fields.builder()
            .put("bytes", 1_234_567L)
            .put("delta", -3L)
            .put("first seen", Instant.parse("2023-11-14T22:13:20.123Z"))
            .put("kept", true)
            .put("lang", "de")
            .put("score", 0.7)
            .put("twin", false)
            .build();
    var ends =
        Fields.builder()
            .put("größe", 0L)
            .put("long max", Long.MAX_VALUE)
            .put("long min", Long.MIN_VALUE)
            .put("time min", Instant.parse("1969-12-31T23:59:59.999Z"))
            .put("tiny", -Double.MIN_VALUE)
            .build();
    var results =
        List.of(
            new ResultRecord("", utf8("doc-1"), utf8("hello"), 1_690_000_000_000L, fields),
            new ResultRecord("removed", utf8("doc-2"), ByteString.EMPTY, NO_EVENT_TIME, ends),
            new ResultRecord("", utf8("k"), utf8("v"), -1, Fields.EMPTY));
    return more(results, Fields.of("depth", 2L, "lang", "en"), List.of());
  }

  /** The block of version 4's golden files; never change it. */
  static Block timed() {
    var small = small();
    var owed = new DataRecord(8, utf8("lang/de"), utf8("hello"), -5, Fields.of("n", 7L));
    var other = new DataRecord(9, utf8("k"), ByteString.EMPTY, NO_EVENT_TIME, Fields.EMPTY);
    return with(
        small,
        List.of(
            new ProducerMark("crawler", new ProducerEpoch(5, 2), 1_000_000, 1_690_000_000_000L),
            new ProducerMark("späher", new ProducerEpoch(1, 1), 4)),
        List.of(idle()),
        List.of(
            TimerChange.set(utf8("doc-1"), new Timer(TimeKind.EVENT, "ende", -1)),
            TimerChange.set(utf8("doc-1"), new Timer(TimeKind.PROCESSING, "später", 1L << 50)),
            TimerChange.clear(utf8("doc-2"), TimeKind.PROCESSING, "x")),
        List.of(new OutboxRecord(4, 6, owed), new OutboxRecord(1 << 20, 0, other)),
        List.of(new OutboxMark(4, 5), new OutboxMark(5, Long.MAX_VALUE)),
        1_689_999_995_000L);
  }

  private static Block with(
      Block block,
      List<ProducerMark> marks,
      List<ProducerMark> expired,
      List<TimerChange> timers,
      List<OutboxRecord> outbox,
      List<OutboxMark> delivered,
      long watermarkMs) {
    return new Block(
        block.partition(),
        block.sequence(),
        block.epoch(),
        block.committedAtMs(),
        block.recordCount(),
        block.results(),
        block.changes(),
        marks,
        expired,
        block.quarantine(),
        timers,
        outbox,
        delivered,
        watermarkMs);
  }

  private static ProducerMark idle() {
    return new ProducerMark("idle", new ProducerEpoch(3, 1), 12);
  }

  private static Block more(List<ResultRecord> results, Fields fields, List<ProducerMark> expired) {
    var small = small();
    var record = new DataRecord(41, utf8("doc-3"), utf8("bad"), 12, fields);
    var behind = new DataRecord(42, utf8("doc-3"), ByteString.EMPTY, NO_EVENT_TIME, Fields.EMPTY);
    return new Block(
        small.partition(),
        small.sequence(),
        small.epoch(),
        small.committedAtMs(),
        small.recordCount(),
        results,
        small.changes(),
        small.marks(),
        expired,
        List.of(
            QuarantineChange.put(
                new QuarantineEntry(4, false, "späher", record, "why", "at X.y(Z:1)", 3, 1_700)),
            QuarantineChange.remove(2),
            QuarantineChange.put(
                new QuarantineEntry(5, true, "crawler", behind, "waits behind 4", "", 0, 1_701))));
  }

  static ByteString chain() {
    byte[] chain = new byte[BlockHeader.CHAIN_BYTES];
    for (int i = 0; i < chain.length; i++) {
      chain[i] = (byte) (i * 7);
    }
    return ByteString.copyFrom(chain);
  }

  static ByteString chainBefore(Block block) {
    return block.sequence() == 1 ? ByteString.EMPTY : chain();
  }

  static Encoded encode(Block block, Codec codec) {
    var body = ENCODER.encode(block, codec);
    return new Encoded(BlockHeader.of(block, body, chainBefore(block)), body.bytes());
  }

  static Block random(Random random) {
    boolean typed = random.nextBoolean();
    int entriesMax = random.nextBoolean() ? 3 : 300;
    var plain = plain(random, typed, entriesMax);
    if (random.nextBoolean()) {
      return plain;
    }
    return with(
        plain,
        Stream.generate(() -> timed(random, mark(random))).limit(random.nextInt(5)).toList(),
        List.of(),
        Stream.generate(() -> timer(random)).limit(random.nextInt(entriesMax)).toList(),
        Stream.generate(() -> owed(random, typed)).limit(random.nextInt(entriesMax)).toList(),
        Stream.generate(() -> new OutboxMark(random.nextInt(1 << 30), 1 + random.nextInt(1 << 30)))
            .limit(random.nextInt(3))
            .toList(),
        time(random));
  }

  private static ProducerMark timed(Random random, ProducerMark mark) {
    return new ProducerMark(mark.producer(), mark.epoch(), mark.sequence(), time(random));
  }

  private static TimerChange timer(Random random) {
    var key = utf8("k" + random.nextInt(9));
    var kind = random.nextBoolean() ? TimeKind.EVENT : TimeKind.PROCESSING;
    String name = word(random) + random.nextInt(3);
    return name.length() > Timer.NAME_LENGTH_MAX || random.nextInt(3) == 0
        ? TimerChange.clear(key, kind, "gone")
        : TimerChange.set(key, new Timer(kind, name, random.nextLong() >> random.nextInt(64)));
  }

  private static OutboxRecord owed(Random random, boolean typed) {
    long sequence = 1 + (random.nextLong() >>> 2);
    var record =
        new DataRecord(
            sequence, utf8("k"), bytes(random, 300), time(random), fields(random, typed));
    return new OutboxRecord(random.nextInt(1 << 30), random.nextInt(2) * (sequence / 3), record);
  }

  private static long time(Random random) {
    return random.nextInt(4) == 0 ? NO_EVENT_TIME : random.nextLong() >> random.nextInt(64);
  }

  private static Block plain(Random random, boolean typed, int entriesMax) {
    return new Block(
        new PartitionId(new UUID(random.nextLong(), random.nextLong()), random.nextInt(1 << 30)),
        1 + random.nextInt(3),
        new Epoch(1 + random.nextInt(100)),
        random.nextLong() >>> 1,
        random.nextInt(1 << 30),
        Stream.generate(() -> result(random, typed)).limit(random.nextInt(entriesMax)).toList(),
        Stream.generate(() -> change(random)).limit(random.nextInt(entriesMax)).toList(),
        Stream.generate(() -> mark(random)).limit(random.nextInt(5)).toList());
  }

  private static ResultRecord result(Random random, boolean typed) {
    var fields = fields(random, typed);
    return new ResultRecord(
        word(random), bytes(random, 40), bytes(random, 3_000), time(random), fields);
  }

  private static Fields fields(Random random, boolean typed) {
    var fields = Fields.builder();
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = word(random) + random.nextInt(3);
      switch (typed ? random.nextInt(5) : 0) {
        case 0 -> fields.put(name, word(random));
        case 1 -> fields.put(name, random.nextLong() >> random.nextInt(64));
        case 2 -> fields.put(name, random.nextGaussian());
        case 3 -> fields.put(name, random.nextBoolean());
        default -> fields.putTimeMs(name, random.nextLong() >> random.nextInt(64));
      }
    }
    return fields.build();
  }

  private static StateChange change(Random random) {
    return random.nextInt(3) == 0
        ? StateChange.delete(bytes(random, 40))
        : StateChange.set(bytes(random, 40), bytes(random, 300));
  }

  private static ProducerMark mark(Random random) {
    long number = 1 + (random.nextLong() >>> 1) / 2;
    return new ProducerMark(
        word(random), new ProducerEpoch(number, number / 3), random.nextLong() >>> 1);
  }

  private static String word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private static ByteString bytes(Random random, int lengthMax) {
    byte[] bytes = new byte[random.nextInt(2) * random.nextInt(lengthMax)];
    random.nextBytes(bytes);
    return random.nextBoolean() ? ByteString.copyFrom(bytes) : utf8("a".repeat(bytes.length));
  }

  static ByteString utf8(String text) {
    return ByteString.copyFromUtf8(text);
  }

  /** A block's header and its body as stored. */
  record Encoded(BlockHeader header, ByteString body) {}
}
