// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import io.millrace.model.PartitionId;
import io.millrace.skip.TypeRanges.DoubleRange;
import io.millrace.skip.TypeRanges.LongRange;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** An entry's bytes, as {@code docs/storage.md} tells them. */
final class SkipFormat {
  static final int MAGIC = 0x4d52534b;
  static final int VERSION = 1;
  private static final int BYTES_MIN = 24;

  private static final int FIELDS_MAX = SkipSettings.FIELDS_CEILING + SkipSettings.DECLARED_MAX;

  private static final int TEXT = 1;
  private static final int LONG = 1 << 1;
  private static final int DOUBLE = 1 << 2;
  private static final int BOOLEAN = 1 << 3;
  private static final int TIME = 1 << 4;
  private static final int ALL_TYPES = (1 << 5) - 1;

  private SkipFormat() {}

  static ByteString encode(SkipEntry entry) {
    var out = new SkipOutput();
    out.i32(MAGIC);
    out.u8(VERSION);
    out.varint(entry.results());
    out.varint(entry.mainResults());
    range(out, entry.keys().range());
    filter(out, entry.keys().filter());
    SkipEntry.Times times = entry.times();
    out.varint(times.without());
    if (times.without() < entry.results()) {
      range(out, new LongRange(times.minMs(), times.maxMs()));
    }
    out.u8(entry.isComplete() ? 1 : 0);
    out.varint(entry.fields().size());
    for (Map.Entry<String, FieldSkip> field : entry.fields().entrySet()) {
      out.text(field.getKey());
      field(out, field.getValue());
    }
    return out.checksummed();
  }

  private static void field(SkipOutput out, FieldSkip field) {
    TypeRanges ranges = field.ranges();
    ByteRange text = ranges.text();
    LongRange longs = ranges.longs();
    DoubleRange doubles = ranges.doubles();
    LongRange truths = ranges.truths();
    LongRange times = ranges.times();
    out.varint(field.present());
    out.u8(
        (text == null ? 0 : TEXT)
            | (longs == null ? 0 : LONG)
            | (doubles == null ? 0 : DOUBLE)
            | (truths == null ? 0 : BOOLEAN)
            | (times == null ? 0 : TIME));
    if (text != null) {
      range(out, text);
    }
    if (longs != null) {
      range(out, longs);
    }
    if (doubles != null) {
      out.i64(Double.doubleToRawLongBits(doubles.min()));
      out.i64(Double.doubleToRawLongBits(doubles.max()));
    }
    if (truths != null) {
      range(out, truths);
    }
    if (times != null) {
      range(out, times);
    }
    filter(out, field.filter());
  }

  private static void range(SkipOutput out, ByteRange range) {
    out.blob(range.min());
    ByteString max = range.max();
    out.u8(max == null ? 0 : 1);
    if (max != null) {
      out.blob(max);
    }
  }

  private static void range(SkipOutput out, LongRange range) {
    out.zigzag(range.min());
    out.zigzag(range.max());
  }

  private static void filter(SkipOutput out, @Nullable Filter filter) {
    out.blob(filter == null ? ByteString.EMPTY : filter.bytes());
  }

  static SkipEntry decode(PartitionId partition, long block, ByteString bytes) {
    var whole = new SkipInput(bytes, partition, block);
    if (bytes.size() < BYTES_MIN || bytes.size() > SkipEntry.BYTES_MAX) {
      throw whole.refusal(
          "length", BYTES_MIN + " to " + SkipEntry.BYTES_MAX + " bytes", bytes.size());
    }
    int end = bytes.size() - Integer.BYTES;
    var in = new SkipInput(bytes.substring(0, end), partition, block);
    int told = bytes.substring(end).asReadOnlyByteBuffer().getInt();
    int magic = bytes.asReadOnlyByteBuffer().getInt();
    if (magic != MAGIC) {
      throw in.refusal("magic", hex(MAGIC), hex(magic));
    }
    in.skip(Integer.BYTES);
    int version = in.u8("version");
    if (version != VERSION) {
      throw in.refusal("version", VERSION, version);
    }
    int crc32c = crc32c(bytes.substring(0, end));
    if (crc32c != told) {
      throw in.refusal("crc32c", hex(told), hex(crc32c));
    }
    SkipEntry entry = entry(in);
    in.end();
    return entry;
  }

  private static SkipEntry entry(SkipInput in) {
    int results = in.number("results", 1, Integer.MAX_VALUE);
    int mains = in.number("main results", 0, results);
    var keys = new SkipEntry.Keys(byteRange(in, "key"), filter(in, "key filter"));
    int without = in.number("results without event time", 0, results);
    LongRange times =
        without < results ? longRange(in, "event time", Long.MIN_VALUE + 1) : new LongRange(0, 0);
    boolean complete = in.u8("whether all fields are there", 1) == 1;
    int count = in.number("field count", 0, FIELDS_MAX);
    var fields = new TreeMap<String, FieldSkip>();
    for (int i = 0; i < count; i++) {
      String name = in.text("field name");
      if (i > 0 && name.compareTo(fields.lastKey()) <= 0) {
        throw in.refusal("field name", "names that ascend", "field " + i + " does not");
      }
      fields.put(name, field(in, results));
    }
    var eventTimes = new SkipEntry.Times(without, times.min(), times.max());
    return new SkipEntry(results, mains, keys, eventTimes, complete, fields);
  }

  private static FieldSkip field(SkipInput in, int results) {
    int present = in.number("results with the field", 1, results);
    int types = in.u8("field types", ALL_TYPES);
    if (types == 0) {
      throw in.refusal("field types", "1 to " + ALL_TYPES, types);
    }
    var ranges =
        new TypeRanges(
            (types & TEXT) == 0 ? null : byteRange(in, "text"),
            (types & LONG) == 0 ? null : longRange(in, "long", Long.MIN_VALUE),
            (types & DOUBLE) == 0 ? null : doubleRange(in),
            (types & BOOLEAN) == 0 ? null : truthRange(in),
            (types & TIME) == 0 ? null : longRange(in, "time", Long.MIN_VALUE));
    return new FieldSkip(present, ranges, filter(in, "field filter"));
  }

  private static ByteRange byteRange(SkipInput in, String what) {
    ByteString min = in.blob(what + " min");
    boolean bounded = in.u8(what + " has max", 1) == 1;
    var range = new ByteRange(min, bounded ? in.blob(what + " max") : null);
    if (!range.isAscending()) {
      throw in.refusal(what + " max", "at least min", "less");
    }
    return range;
  }

  private static LongRange longRange(SkipInput in, String what, long least) {
    long min = in.zigzag(what + " min");
    long max = in.zigzag(what + " max");
    if (min < least || max < min) {
      throw in.refusal(what + " range", "from min up to max", min + " to " + max);
    }
    return new LongRange(min, max);
  }

  private static DoubleRange doubleRange(SkipInput in) {
    double min = Double.longBitsToDouble(in.i64("double min"));
    double max = Double.longBitsToDouble(in.i64("double max"));
    if (!Double.isFinite(min) || !Double.isFinite(max) || max < min) {
      throw in.refusal("double range", "from min up to max, finite", min + " to " + max);
    }
    return new DoubleRange(min, max);
  }

  private static LongRange truthRange(SkipInput in) {
    LongRange range = longRange(in, "boolean", 0);
    if (range.max() > 1) {
      throw in.refusal("boolean max", "0 or 1", range.max());
    }
    return range;
  }

  private static @Nullable Filter filter(SkipInput in, String what) {
    ByteString bytes = in.blob(what);
    return bytes.isEmpty() ? null : Filter.read(bytes, in, what);
  }

  private static int crc32c(ByteString bytes) {
    var crc = new CRC32C();
    for (var part : bytes.asReadOnlyByteBufferList()) {
      crc.update(part);
    }
    return (int) crc.getValue();
  }

  private static String hex(int value) {
    return String.format("%08x", value);
  }
}
