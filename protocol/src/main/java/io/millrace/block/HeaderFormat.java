// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A header's bytes, as {@code docs/block-format.md} tells them. */
final class HeaderFormat {
  /** "MRBK". */
  static final int MAGIC = 0x4d52424b;

  /** Where the partition lies: its job, its number, and the block's number, 28 bytes in a row. */
  private static final int IDENTITY_OFFSET = 6;

  private static final int IDENTITY_BYTES = 28;
  private static final int CRC_BYTES = 4;
  private static final int MARK_BYTES_MIN = 4;
  private static final int BYTES_MIN = 88;
  private static final int BYTES_MAX = 1 << 20;

  /** In a header's features, from version 3 on: the body's fields carry their types. */
  private static final int TYPED_FIELDS = 1;

  private static final Suspect NAMELESS = new Suspect("unknown", "unknown");

  private HeaderFormat() {}

  static ByteString encode(BlockHeader header) {
    var out = new Output(128 + 32 * header.marks().size(), BYTES_MAX);
    out.i32(MAGIC);
    out.u8(header.version());
    out.u8(header.codecId());
    out.i64(header.partition().job().getMostSignificantBits());
    out.i64(header.partition().job().getLeastSignificantBits());
    out.i32(header.partition().number());
    out.i64(header.sequence());
    out.i64(header.epoch().value());
    out.i64(header.committedAtMs());
    out.i32(header.recordCount());
    out.i32(header.counts().results());
    out.i32(header.counts().changes());
    out.i32(header.rawLength());
    out.i32(header.storedLength());
    out.i32(header.bodyCrc32c());
    out.i64(header.rawXxh64());
    out.u8(header.previousChain().size());
    out.rawBytes(header.previousChain());
    write(out, header.marks());
    if (header.version() > 1) {
      write(out, header.expired());
      out.varint(header.counts().quarantine());
    }
    if (header.version() > 2) {
      out.varint(header.typedFields() ? TYPED_FIELDS : 0);
    }
    if (header.version() > 3) {
      out.varint(header.counts().timers());
      out.varint(header.counts().outbox());
      out.varint(header.counts().delivered());
      TimeFormat.write(out, header.watermarkMs());
      header.marks().forEach(mark -> TimeFormat.write(out, mark.eventTimeMs()));
    }
    if (header.version() > 4) {
      DirectoryFormat.write(out, header.columns());
    }
    out.i32(Checksums.crc32c(out.array(), out.length()));
    out.checkLength();
    return ByteString.copyFrom(out.array(), 0, out.length());
  }

  private static void write(Output out, List<ProducerMark> marks) {
    out.varint(marks.size());
    for (ProducerMark mark : marks) {
      write(out, mark);
    }
  }

  static void write(Output out, ProducerMark mark) {
    out.string(mark.producer());
    out.varint(mark.epoch().number());
    out.varint(mark.epoch().incarnation());
    out.varint(mark.sequence());
  }

  static BlockHeader decode(ByteString header) {
    byte[] bytes = header.toByteArray();
    if (bytes.length < BYTES_MIN || bytes.length > BYTES_MAX) {
      throw NAMELESS.refusal("header length", BYTES_MIN + " to " + BYTES_MAX, bytes.length);
    }
    var claimed = claimed(bytes);
    int body = bytes.length - CRC_BYTES;
    var in = new Input(bytes, 0, body, claimed);
    int magic = in.i32("magic");
    if (magic != MAGIC) {
      throw NAMELESS.refusal("magic", Checksums.hex(MAGIC), Checksums.hex(magic));
    }
    int version = in.u8("format version");
    if (version < 1 || version > BlockHeader.VERSION) {
      throw claimed.refusal("format version", "1 to " + BlockHeader.VERSION, version);
    }
    int stated = new Input(bytes, body, bytes.length, claimed).i32("header crc32c");
    int actual = Checksums.crc32c(bytes, body);
    if (stated != actual) {
      throw claimed.refusal("header crc32c", Checksums.hex(stated), Checksums.hex(actual));
    }
    try {
      var decoded = fields(in, version, claimed);
      if (decoded.version() != version) {
        throw claimed.refusal("format version", decoded.version(), version);
      }
      return decoded;
    } catch (IllegalArgumentException e) {
      throw claimed.refusal("header field", "a value in its range", e);
    }
  }

  private static BlockHeader fields(Input in, int version, Suspect claimed) {
    int codecId = in.u8("codec id");
    var job = new UUID(in.i64("job"), in.i64("job"));
    var partition = new PartitionId(job, in.i32("partition"));
    long sequence = in.i64("sequence");
    var epoch = new Epoch(in.i64("epoch"));
    long committedAtMs = in.i64("committed at");
    int recordCount = in.i32("record count");
    int resultCount = in.i32("result count");
    int changeCount = in.i32("change count");
    int rawLength = in.i32("raw length");
    int storedLength = in.i32("stored length");
    int bodyCrc32c = in.i32("body crc32c");
    long rawXxh64 = in.i64("raw xxh64");
    int chainBytes = in.u8("previous chain length");
    in.checkCount("previous chain length", chainBytes, 1);
    var previousChain = in.rawBytes(chainBytes, false);
    var marks = marks(in);
    var expired = version > 1 ? marks(in) : List.<ProducerMark>of();
    int quarantineCount = version > 1 ? number(in, "quarantine count") : 0;
    boolean typedFields = version > 2 && features(in, claimed) == TYPED_FIELDS;
    int timers = version > 3 ? number(in, "timer count") : 0;
    int outbox = version > 3 ? number(in, "outbox count") : 0;
    int delivered = version > 3 ? number(in, "delivered count") : 0;
    long watermarkMs = version > 3 ? TimeFormat.read(in, "watermark") : Block.NO_WATERMARK;
    if (version > 3) {
      marks.replaceAll(mark -> withEventTime(mark, TimeFormat.read(in, "mark event time")));
    }
    List<ColumnEntry> columns = version > 4 ? DirectoryFormat.read(in) : List.of();
    in.end("header end");
    return new BlockHeader(
        partition,
        sequence,
        epoch,
        previousChain,
        committedAtMs,
        recordCount,
        new BlockCounts(resultCount, changeCount, quarantineCount, timers, outbox, delivered),
        typedFields,
        marks,
        expired,
        watermarkMs,
        codecId,
        rawLength,
        storedLength,
        bodyCrc32c,
        rawXxh64,
        columns);
  }

  private static long features(Input in, Suspect claimed) {
    long features = in.varint("features");
    if ((features & ~TYPED_FIELDS) != 0) {
      throw claimed.refusal("features", "0 or " + TYPED_FIELDS, Long.toUnsignedString(features));
    }
    return features;
  }

  private static List<ProducerMark> marks(Input in) {
    int count = in.count("mark count", MARK_BYTES_MIN);
    var marks = new ArrayList<ProducerMark>(count);
    for (int i = 0; i < count; i++) {
      marks.add(mark(in));
    }
    return marks;
  }

  static ProducerMark withEventTime(ProducerMark mark, long eventTimeMs) {
    return eventTimeMs == DataRecord.NO_EVENT_TIME
        ? mark
        : new ProducerMark(mark.producer(), mark.epoch(), mark.sequence(), eventTimeMs);
  }

  static ProducerMark mark(Input in) {
    var producer = in.string("mark producer");
    var epoch = new ProducerEpoch(in.varint("mark epoch"), in.varint("mark incarnation"));
    return new ProducerMark(producer, epoch, in.varint("mark sequence"));
  }

  /** A number that fits an int; greater ones cannot be true. */
  static int number(Input in, String what) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(-1, in.varint(what)));
  }

  /** Whom the bytes claim to be, before their checksum proved it. */
  private static Suspect claimed(byte[] bytes) {
    var in = new Input(bytes, IDENTITY_OFFSET, IDENTITY_OFFSET + IDENTITY_BYTES, NAMELESS);
    var job = new UUID(in.i64("job"), in.i64("job"));
    return new Suspect(
        job + ":" + in.i32("partition") + " (as claimed)", in.i64("sequence") + " (as claimed)");
  }
}
