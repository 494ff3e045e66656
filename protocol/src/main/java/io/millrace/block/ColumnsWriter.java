// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.NoCodec;
import io.millrace.codec.ZstdCodec;
import io.millrace.codec.ZstdDictionaryCodec;
import io.millrace.model.DataRecord;
import io.millrace.model.FieldType;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a block's body by column, as version 5 of {@code docs/block-format.md} tells it. Keeps its
 * buffers for the next block. Not thread-safe.
 */
final class ColumnsWriter {
  /** A block with fewer results is written row by row. */
  static final int RESULTS_MIN = 8;

  /** Characters of the header's marks, at most; with more, the header might not have the room. */
  private static final int MARKS_LENGTH_MAX = 1 << 16;

  private static final int CAPACITY_BYTES = 64 << 10;

  /** Fewer bytes than this are not compressed. */
  private static final int SQUEEZED_MIN = 16;

  private static final int STAGED_MAX = Integer.MAX_VALUE / 2;

  private final int rawBytesMax;
  private final Output raw = new Output(CAPACITY_BYTES, STAGED_MAX);
  private final Output stored = new Output(CAPACITY_BYTES, STAGED_MAX);
  private final Output spare = new Output(CAPACITY_BYTES, STAGED_MAX);
  private final Output staged = new Output(0, STAGED_MAX);
  private final NumbersWriter numbers = new NumbersWriter();
  private final WordsWriter words = new WordsWriter(numbers);
  private final StringsWriter strings = new StringsWriter(spare, numbers, words, true);

  /** For strings within another column, which have no templates. */
  private final StringsWriter within = new StringsWriter(spare, numbers, words, false);

  private final FieldGather fields = new FieldGather();
  private final DecimalWriter decimals = new DecimalWriter(numbers);
  private final KeyPlaces keyPlaces = new KeyPlaces();
  private final List<ColumnEntry> entries = new ArrayList<>();
  private ColumnPlan plan = ColumnPlan.of(NoCodec.INSTANCE);
  private long[] work = new long[0];
  private int[] places = new int[0];
  private int start;

  ColumnsWriter(int rawBytesMax) {
    this.rawBytesMax = rawBytesMax;
  }

  /**
   * Encodes a block's body.
   *
   * @param rest the block's entries that have no column, written row by row
   * @return null if the block does not suit columns; it is to be written row by row then
   */
  @Nullable EncodedBody encode(
      Block block, ColumnPlan with, BlockCounts counts, boolean typedFields, Output rest) {
    if (!suits(block) || !fields.gather(block.results())) {
      return null;
    }
    plan = with;
    raw.clear();
    stored.clear();
    entries.clear();
    List<ResultRecord> results = block.results();
    tags(results);
    keys(results);
    values(results);
    eventTimes(results);
    for (FieldGather.Found found : fields.columns()) {
      field(results, found);
    }
    if (counts.changes() > 0) {
      changeKeys(results, block.changes());
      changeStates(block.changes());
    }
    if (rest.length() > 0) {
      begin(ColumnKind.REST, "");
      raw.rawBytes(rest.array(), 0, rest.length());
      finish(ColumnKind.REST, "", null, Representation.ROWS, rest.length());
    }
    fields.clear();
    return raw.length() > rawBytesMax ? null : body(counts, typedFields);
  }

  private EncodedBody body(BlockCounts counts, boolean typedFields) {
    return new EncodedBody(
        ByteString.copyFrom(stored.array(), 0, stored.length()),
        NoCodec.ID,
        raw.length(),
        Checksums.crc32c(stored.array(), stored.length()),
        Checksums.xxh64(raw.array(), raw.length()),
        counts,
        typedFields,
        entries);
  }

  /** Bytes that the buffers hold for the next block. */
  int capacity() {
    return Math.max(raw.capacity(), Math.max(stored.capacity(), spare.capacity()));
  }

  /** Whether the values are surely within the limit, so that only rows are ever refused. */
  private boolean suits(Block block) {
    if (block.results().size() < RESULTS_MIN) {
      return false;
    }
    long bytes = 0;
    for (ResultRecord result : block.results()) {
      bytes += 3L * result.tag().length() + result.key().size() + result.value().size() + 8;
      bytes += 3L * result.fields().weight() + 8L * result.fields().size();
    }
    for (StateChange change : block.changes()) {
      bytes += change.key().size() + change.state().size() + 8;
    }
    long marks = 0;
    for (var mark : block.marks()) {
      marks += mark.producer().length() + 32;
    }
    for (var mark : block.expired()) {
      marks += mark.producer().length() + 32;
    }
    return bytes <= rawBytesMax && marks <= MARKS_LENGTH_MAX;
  }

  private void tags(List<ResultRecord> results) {
    boolean allMain = true;
    for (ResultRecord result : results) {
      allMain &= result.isMain();
    }
    if (allMain) {
      return;
    }
    begin(ColumnKind.TAG, "");
    strings.begin(raw, results.size());
    for (ResultRecord result : results) {
      raw.rawString(result.tag());
      strings.end();
    }
    finishStrings(ColumnKind.TAG, "", null);
  }

  private void keys(List<ResultRecord> results) {
    begin(ColumnKind.KEY, "");
    strings.begin(raw, results.size());
    for (ResultRecord result : results) {
      raw.rawBytes(result.key());
      strings.end();
    }
    finishStrings(ColumnKind.KEY, "", null);
  }

  private void values(List<ResultRecord> results) {
    begin(ColumnKind.VALUE, "");
    strings.begin(raw, results.size());
    for (ResultRecord result : results) {
      raw.rawBytes(result.value());
      strings.end();
    }
    finishStrings(ColumnKind.VALUE, "", null);
  }

  private void eventTimes(List<ResultRecord> results) {
    int count = 0;
    work = Bits.ofLength(work, results.size());
    places = Bits.ofLength(places, results.size());
    for (int i = 0; i < results.size(); i++) {
      long timeMs = results.get(i).eventTimeMs();
      if (timeMs != DataRecord.NO_EVENT_TIME) {
        places[count] = i;
        work[count++] = timeMs;
      }
    }
    if (count == 0) {
      return;
    }
    boolean squeezed = begin(ColumnKind.EVENT_TIME, "");
    Presence.write(raw, places, count, results.size());
    Representation as = numbers.write(raw, work, count, squeezed);
    finish(ColumnKind.EVENT_TIME, "", null, as, Long.BYTES * count);
  }

  private void field(List<ResultRecord> results, FieldGather.Found found) {
    boolean squeezed = begin(ColumnKind.FIELD, found.name);
    Presence.write(raw, found.rows, found.count, results.size());
    if (found.type == FieldType.TEXT) {
      strings.begin(raw, found.count);
      for (int i = 0; i < found.count; i++) {
        raw.rawString(results.get(found.rows[i]).fields().text(found.places[i]));
        strings.end();
      }
      finishStrings(ColumnKind.FIELD, found.name, found.type);
      return;
    }
    work = Bits.ofLength(work, found.count);
    for (int i = 0; i < found.count; i++) {
      work[i] = number(results.get(found.rows[i]).fields(), found.places[i], found.type);
    }
    Representation as =
        found.type == FieldType.DOUBLE
            ? decimals.write(raw, work, found.count, squeezed)
            : numbers.write(raw, work, found.count, squeezed);
    int each = found.type == FieldType.BOOLEAN ? 1 : Long.BYTES;
    finish(ColumnKind.FIELD, found.name, found.type, as, each * found.count);
  }

  private static long number(Fields fields, int place, FieldType type) {
    return switch (type) {
      case LONG -> fields.longValue(place);
      case DOUBLE -> Double.doubleToRawLongBits(fields.doubleValue(place));
      case BOOLEAN -> fields.booleanValue(place) ? 1 : 0;
      case TIME -> fields.timeMs(place);
      case TEXT -> throw new IllegalStateException("text (expected: what is a number)");
    };
  }

  /** Numbers of the results whose keys they are, from 1; where there is none 0, then the key. */
  private void changeKeys(List<ResultRecord> results, List<StateChange> changes) {
    boolean squeezed = begin(ColumnKind.CHANGE_KEY, "");
    keyPlaces.fill(results);
    work = Bits.ofLength(work, changes.size());
    staged.clear();
    within.begin(staged, changes.size());
    int plain = 0;
    for (int i = 0; i < changes.size(); i++) {
      ByteString key = changes.get(i).key();
      int place = keyPlaces.find(results, key);
      work[i] = place + 1L;
      if (place < 0) {
        staged.rawBytes(key);
        within.end();
      }
      plain += key.size();
    }
    numbers.writeNamed(raw, work, changes.size(), squeezed);
    if (within.count() > 0) {
      within.writeNamed(raw, squeezed);
    }
    finish(ColumnKind.CHANGE_KEY, "", null, Representation.DICTIONARY, plain);
  }

  private void changeStates(List<StateChange> changes) {
    begin(ColumnKind.CHANGE_STATE, "");
    places = Bits.ofLength(places, changes.size());
    int count = 0;
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i).present()) {
        places[count++] = i;
      }
    }
    Presence.write(raw, places, count, changes.size());
    strings.begin(raw, count);
    for (int i = 0; i < count; i++) {
      raw.rawBytes(changes.get(places[i]).state());
      strings.end();
    }
    finishStrings(ColumnKind.CHANGE_STATE, "", null);
  }

  /** Starts a column; whether its codec makes frequent bytes shorter. */
  private boolean begin(ColumnKind kind, String field) {
    start = raw.length();
    return isSqueezed(plan.codec(kind, field));
  }

  private static boolean isSqueezed(Codec codec) {
    return codec.id() == ZstdCodec.ID || codec.id() == ZstdDictionaryCodec.ID;
  }

  private void finishStrings(ColumnKind kind, String field, @Nullable FieldType type) {
    int plain = strings.plainLength();
    Representation as = strings.write(isSqueezed(plan.codec(kind, field)));
    finish(kind, field, type, as, plain);
  }

  /** Compresses the column, if that makes it shorter. */
  private void finish(
      ColumnKind kind, String field, @Nullable FieldType type, Representation as, int plain) {
    int length = raw.length() - start;
    Codec codec = length < SQUEEZED_MIN ? NoCodec.INSTANCE : plan.codec(kind, field);
    int at = stored.length();
    stored.ensure(codec.compressedLengthMax(length));
    int size = codec.compress(raw.array(), start, length, stored.array(), at);
    if (size >= length && codec.id() != NoCodec.ID) {
      codec = NoCodec.INSTANCE;
      size = codec.compress(raw.array(), start, length, stored.array(), at);
    }
    stored.advance(size);
    entries.add(
        new ColumnEntry(
            kind,
            field,
            type,
            as,
            codec.id(),
            codec.dictionaryId(),
            plain,
            length,
            size,
            Checksums.crc32c(stored.array(), at, size)));
  }
}
