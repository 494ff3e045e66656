// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.model.KeyState;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerMark;
import io.millrace.model.ProducerState;
import io.millrace.model.QuarantineChange;
import io.millrace.model.QuarantineEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The bytes of a snapshot's chunks, as {@code docs/block-format.md} tells them. */
final class SnapshotFormat {
  /** "MRSP" and "MRSM". */
  static final int PART_MAGIC = 0x4d525350;

  static final int MANIFEST_MAGIC = 0x4d52534d;
  static final int MANIFEST_VERSION = 2;

  /** The newest version of a part; each is written in the lowest that can hold it. */
  static final int PART_VERSION = 3;

  private static final int CRC_BYTES = 4;

  /** Magic, version, partition and snapshot. */
  private static final int NAME_BYTES = 41;

  private static final int VERSION_OFFSET = 4;
  private static final int PART_HEADER_BYTES = NAME_BYTES + 1 + 8 * 4 + 8 + CRC_BYTES;

  /** From version 3 on, three counts more. */
  private static final int PART_HEADER_BYTES_MAX = PART_HEADER_BYTES + 3 * 4;

  private static final int MANIFEST_BYTES =
      NAME_BYTES + 8 + BlockHeader.CHAIN_BYTES + 8 + 4 + 6 * 8 + CRC_BYTES;

  /** From version 2 on, watermark and outbox sequence. */
  private static final int MANIFEST_BYTES_V2 = MANIFEST_BYTES + 2 * 8;

  private static final int KEY_BYTES_MIN = 4;
  private static final int PRODUCER_BYTES_MIN = 5;
  private static final int MARK_BYTES_MIN = 4;
  private static final int END_BYTES_MIN = 2;
  private static final int MANIFEST_BYTES_MAX = 1024;

  private SnapshotFormat() {}

  static ByteString encode(SnapshotPart part, Codec codec, BlockLimits limits) {
    var raw = new Output(1 << 16, limits.rawBytesMax());
    int version = part.version();
    part.keys().forEach(key -> write(raw, key));
    for (ProducerState producer : part.producers()) {
      HeaderFormat.write(raw, producer.mark());
      raw.varint(producer.activeMs());
      if (version > 2) {
        TimeFormat.write(raw, producer.mark().eventTimeMs());
      }
    }
    part.expired().forEach(mark -> HeaderFormat.write(raw, mark));
    part.quarantine()
        .forEach(e -> QuarantineFormat.write(raw, QuarantineChange.put(e), version > 1));
    part.timers().forEach(timer -> TimerFormat.write(raw, timer));
    part.outbox().forEach(owed -> OutboxFormat.write(raw, owed, true));
    part.ends().forEach(end -> OutboxFormat.write(raw, end));
    raw.checkLength();
    ByteString stored = codec.compress(raw.array(), 0, raw.length());
    var out = new Output(PART_HEADER_BYTES_MAX, PART_HEADER_BYTES_MAX);
    begin(out, PART_MAGIC, version, part.partition(), part.id());
    out.u8(codec.id());
    out.i32(part.chunk());
    out.i32(part.keys().size());
    out.i32(part.producers().size());
    out.i32(part.expired().size());
    out.i32(part.quarantine().size());
    if (version > 2) {
      out.i32(part.timers().size());
      out.i32(part.outbox().size());
      out.i32(part.ends().size());
    }
    out.i32(raw.length());
    out.i32(stored.size());
    out.i32(Checksums.crc32c(stored));
    out.i64(Checksums.xxh64(raw.array(), raw.length()));
    return finish(out).concat(stored);
  }

  private static void write(Output out, KeyState key) {
    out.bytes(key.key());
    out.varint(key.present() ? key.state().size() + 1L : 0);
    out.rawBytes(key.state());
    out.varint(key.block());
    out.varint(key.index());
  }

  static ByteString encode(SnapshotManifest manifest) {
    var out = new Output(192, MANIFEST_BYTES_MAX);
    begin(out, MANIFEST_MAGIC, manifest.version(), manifest.partition(), manifest.id());
    out.i64(manifest.sequence());
    out.rawBytes(manifest.chain());
    out.i64(manifest.committedAtMs());
    out.i32(manifest.parts());
    out.i64(manifest.quarantineNext());
    out.i64(manifest.counts().records());
    out.i64(manifest.counts().results());
    out.i64(manifest.counts().rawBytes());
    out.i64(manifest.counts().storedBytes());
    out.i64(manifest.counts().quarantined());
    if (manifest.version() > 1) {
      out.i64(manifest.watermarkMs());
      out.i64(manifest.outboxNext());
    }
    return finish(out);
  }

  private static void begin(Output out, int magic, int version, PartitionId partition, UUID id) {
    out.i32(magic);
    out.u8(version);
    out.i64(partition.job().getMostSignificantBits());
    out.i64(partition.job().getLeastSignificantBits());
    out.i32(partition.number());
    out.i64(id.getMostSignificantBits());
    out.i64(id.getLeastSignificantBits());
  }

  private static ByteString finish(Output out) {
    out.i32(Checksums.crc32c(out.array(), out.length()));
    return ByteString.copyFrom(out.array(), 0, out.length());
  }

  /** The head of a chunk, its checksum proven. */
  private record Opened(Input in, int version, PartitionId partition, UUID id, Suspect suspect) {}

  private static Opened open(ByteString bytes, int magic, int versionMax, int length) {
    var unknown = new Suspect("unknown", "unknown");
    if (bytes.size() < length) {
      throw unknown.refusal("snapshot chunk length", "at least " + length, bytes.size());
    }
    byte[] head = bytes.substring(0, length).toByteArray();
    var in = new Input(head, 0, length - CRC_BYTES, unknown);
    int stated = new Input(head, length - CRC_BYTES, length, unknown).i32("snapshot crc32c");
    int actual = Checksums.crc32c(head, length - CRC_BYTES);
    int actualMagic = in.i32("magic");
    if (actualMagic != magic) {
      throw unknown.refusal("snapshot magic", Checksums.hex(magic), Checksums.hex(actualMagic));
    }
    int version = in.u8("snapshot version");
    if (version < 1 || version > versionMax) {
      throw unknown.refusal("snapshot version", "1 to " + versionMax, version);
    }
    if (stated != actual) {
      throw unknown.refusal("snapshot crc32c", Checksums.hex(stated), Checksums.hex(actual));
    }
    var job = new UUID(in.i64("job"), in.i64("job"));
    var partition = new PartitionId(job, in.i32("partition"));
    var id = new UUID(in.i64("snapshot"), in.i64("snapshot"));
    return new Opened(
        in, version, partition, id, new Suspect(partition.toString(), "snapshot " + id));
  }

  static SnapshotManifest decodeManifest(ByteString bytes) {
    int length = versionOf(bytes) > 1 ? MANIFEST_BYTES_V2 : MANIFEST_BYTES;
    Opened opened = open(bytes, MANIFEST_MAGIC, MANIFEST_VERSION, length);
    if (bytes.size() != length) {
      throw opened.suspect().refusal("manifest length", length, bytes.size());
    }
    Input in = opened.in();
    try {
      var manifest =
          new SnapshotManifest(
              opened.partition(),
              opened.id(),
              in.i64("sequence"),
              in.rawBytes(BlockHeader.CHAIN_BYTES, false),
              in.i64("committed at"),
              in.i32("parts"),
              in.i64("quarantine next"),
              new SnapshotManifest.Counts(
                  in.i64("records"),
                  in.i64("results"),
                  in.i64("raw bytes"),
                  in.i64("stored bytes"),
                  in.i64("quarantined")),
              opened.version() > 1 ? in.i64("watermark") : Block.NO_WATERMARK,
              opened.version() > 1 ? in.i64("outbox next") : 1);
      checkVersion(opened, manifest.version());
      return manifest;
    } catch (IllegalArgumentException e) {
      throw opened.suspect().refusal("manifest field", "a value in its range", e);
    }
  }

  /** The version that the bytes claim, before their checksum proved it; 0 if it is cut off. */
  private static int versionOf(ByteString bytes) {
    return bytes.size() > VERSION_OFFSET ? bytes.byteAt(VERSION_OFFSET) & 0xff : 0;
  }

  private static void checkVersion(Opened opened, int expected) {
    if (opened.version() != expected) {
      throw opened.suspect().refusal("snapshot version", expected, opened.version());
    }
  }

  private static int partHeaderBytes(ByteString part) {
    return versionOf(part) > 2 ? PART_HEADER_BYTES_MAX : PART_HEADER_BYTES;
  }

  static long partLength(ByteString first) {
    int headerBytes = partHeaderBytes(first);
    Opened opened = open(first, PART_MAGIC, PART_VERSION, headerBytes);
    Input head = opened.in();
    head.u8("codec id");
    for (int i = opened.version() > 2 ? 9 : 6; i > 0; i--) {
      head.i32("part field");
    }
    return (long) headerBytes + head.i32("stored length");
  }

  static SnapshotPart decodePart(ByteString bytes, BlockLimits limits) {
    int headerBytes = partHeaderBytes(bytes);
    Opened opened = open(bytes, PART_MAGIC, PART_VERSION, headerBytes);
    boolean timed = opened.version() > 2;
    Input head = opened.in();
    Suspect suspect = opened.suspect();
    int codecId = head.u8("codec id");
    int chunk = head.i32("chunk");
    int keys = head.i32("key count");
    int producers = head.i32("producer count");
    int expired = head.i32("expired count");
    int quarantine = head.i32("quarantine count");
    int timers = timed ? head.i32("timer count") : 0;
    int outbox = timed ? head.i32("outbox count") : 0;
    int ends = timed ? head.i32("outbox end count") : 0;
    int rawLength = head.i32("raw length");
    int storedLength = head.i32("stored length");
    int crc32c = head.i32("body crc32c");
    long xxh64 = head.i64("raw xxh64");
    byte[] stored = bytes.substring(headerBytes).toByteArray();
    if (stored.length != storedLength) {
      throw suspect.refusal("stored length", storedLength, stored.length);
    }
    if (rawLength < 0 || rawLength > limits.rawBytesMax()) {
      throw suspect.refusal("raw length", "0 to " + limits.rawBytesMax(), rawLength);
    }
    int actual = Checksums.crc32c(stored, stored.length);
    if (actual != crc32c) {
      throw suspect.refusal("body crc32c", Checksums.hex(crc32c), Checksums.hex(actual));
    }
    byte[] raw = inflate(suspect, codecId, stored, rawLength, limits);
    if (Checksums.xxh64(raw, raw.length) != xxh64) {
      throw suspect.refusal(
          "raw xxh64", Checksums.hex(xxh64), Checksums.hex(Checksums.xxh64(raw, raw.length)));
    }
    var in = new Input(raw, 0, raw.length, suspect);
    try {
      var part =
          new SnapshotPart(
              opened.partition(),
              opened.id(),
              chunk,
              many(in, "key count", keys, KEY_BYTES_MIN, () -> key(in)),
              many(in, "producer count", producers, PRODUCER_BYTES_MIN, () -> producer(in, timed)),
              many(in, "expired count", expired, MARK_BYTES_MIN, () -> HeaderFormat.mark(in)),
              many(
                  in,
                  "quarantine count",
                  quarantine,
                  QuarantineFormat.CHANGE_BYTES_MIN,
                  () -> entry(in, suspect, opened.version() > 1)),
              many(
                  in,
                  "timer count",
                  timers,
                  TimerFormat.CHANGE_BYTES_MIN,
                  () -> TimerFormat.read(in, suspect)),
              many(
                  in,
                  "outbox count",
                  outbox,
                  OutboxFormat.RECORD_BYTES_MIN,
                  () -> OutboxFormat.read(in, suspect, true)),
              many(in, "outbox end count", ends, END_BYTES_MIN, () -> OutboxFormat.readEnd(in)));
      in.end("part end");
      checkVersion(opened, part.version());
      return part;
    } catch (IllegalArgumentException e) {
      throw suspect.refusal("part field", "a value in its range", e);
    }
  }

  private static byte[] inflate(
      Suspect suspect, int codecId, byte[] stored, int rawLength, BlockLimits limits) {
    try {
      return Codecs.byId(codecId)
          .decompress(stored, 0, stored.length, rawLength, limits.rawBytesMax());
    } catch (MillraceException e) {
      throw suspect.refusal("part codec", "bytes that a known codec wrote", e);
    }
  }

  private static <T> List<T> many(
      Input in, String what, int count, int bytesEach, Supplier<T> read) {
    in.checkCount(what, count, bytesEach);
    var list = new ArrayList<T>(count);
    for (int i = 0; i < count; i++) {
      list.add(read.get());
    }
    return list;
  }

  private static KeyState key(Input in) {
    var key = in.bytes("key", false);
    long lengthPlusOne = in.varint("state length");
    boolean present = lengthPlusOne != 0;
    if (present) {
      in.checkCount("state length", lengthPlusOne - 1, 1);
    }
    var state = in.rawBytes(present ? (int) (lengthPlusOne - 1) : 0, false);
    return new KeyState(key, present, state, in.varint("block"), HeaderFormat.number(in, "index"));
  }

  private static ProducerState producer(Input in, boolean timed) {
    ProducerMark mark = HeaderFormat.mark(in);
    long activeMs = in.varint("active");
    long eventTimeMs = timed ? TimeFormat.read(in, "producer event time") : Block.NO_WATERMARK;
    return new ProducerState(HeaderFormat.withEventTime(mark, eventTimeMs), activeMs);
  }

  private static QuarantineEntry entry(Input in, Suspect suspect, boolean typedFields) {
    return QuarantineFormat.read(in, suspect, typedFields)
        .entry()
        .orElseThrow(() -> suspect.refusal("quarantine kind", "an entry", "a removal"));
  }
}
