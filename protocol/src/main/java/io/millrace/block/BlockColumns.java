// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.FieldType;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ColumnsWriter} writes, each column when it is first asked for, and trusts none
 * of it. Not thread-safe.
 */
final class BlockColumns {
  /** Bytes of the limit that each field of each result counts for, at least. */
  private static final int FIELD_BYTES = 8;

  private final BlockHeader header;
  private final int size;
  private final IntFunction<Input> source;
  private final ColumnSpace space;
  private final @Nullable FieldValues[] fields;
  private final int fieldsFrom;
  private final int tagColumn;
  private final int timeColumn;
  private long fieldsLeft;
  private @Nullable Strings tags;
  private @Nullable Strings keys;
  private @Nullable Strings values;
  private @Nullable Presence timed;
  private long[] times = new long[0];
  private final FieldsBuilder builder = Fields.stored();

  /**
   * Columns not yet read.
   *
   * @param source a column's bytes before compression; asked once for each
   * @param space room for what is read
   */
  BlockColumns(
      BlockHeader header, IntFunction<Input> source, BlockLimits limits, ColumnSpace space) {
    this.header = header;
    this.size = header.resultCount();
    this.source = source;
    this.space = space;
    this.fieldsLeft = limits.rawBytesMax() / FIELD_BYTES;
    int from = 0;
    int many = 0;
    for (ColumnEntry column : header.columns()) {
      from += column.kind().code() < ColumnKind.FIELD.code() ? 1 : 0;
      many += column.kind() == ColumnKind.FIELD ? 1 : 0;
    }
    fieldsFrom = from;
    tagColumn = find(ColumnKind.TAG);
    timeColumn = find(ColumnKind.EVENT_TIME);
    fields = new FieldValues[many];
  }

  int size() {
    return size;
  }

  String tag(int i) {
    Strings read = tags;
    if (read == null) {
      if (tagColumn < 0) {
        return ResultRecord.MAIN;
      }
      read = strings(tagColumn, true);
      tags = read;
    }
    return read.text(i);
  }

  Strings keys() {
    Strings read = keys;
    if (read == null) {
      read = strings(find(ColumnKind.KEY), false);
      keys = read;
    }
    return read;
  }

  Strings values() {
    Strings read = values;
    if (read == null) {
      read = strings(find(ColumnKind.VALUE), false);
      values = read;
    }
    return read;
  }

  long eventTimeMs(int i) {
    Presence presence = timed;
    if (presence == null) {
      if (timeColumn < 0) {
        return DataRecord.NO_EVENT_TIME;
      }
      presence = eventTimes(timeColumn);
      timed = presence;
    }
    int place = presence.place(i);
    return place < 0 ? DataRecord.NO_EVENT_TIME : times[place];
  }

  private Presence eventTimes(int column) {
    Input in = source.apply(column);
    var presence = Presence.readSome(in, size);
    int count = presence.count();
    times = space.numbers(count);
    ColumnEntry entry = header.columns().get(column);
    Numbers.read(in, entry.representation(), count, times, 0, 0);
    in.end("column end");
    checkPlain(in, entry, (long) Long.BYTES * count);
    for (int i = 0; i < count; i++) {
      if (times[i] == DataRecord.NO_EVENT_TIME) {
        throw in.refusal("event time", "a time where presence says so", "none");
      }
    }
    return presence;
  }

  /** How many columns of fields there are, by name and type. */
  int fieldColumns() {
    return fields.length;
  }

  /** What the directory says of a column of a field. */
  ColumnEntry fieldEntry(int i) {
    return header.columns().get(fieldsFrom + i);
  }

  /** The values of a column of a field. */
  FieldValues field(int i) {
    FieldValues read = fields[i];
    if (read == null) {
      read = readField(source.apply(fieldsFrom + i), fieldEntry(i));
      fields[i] = read;
      checkApart(i, i - 1);
      checkApart(i, i + 1);
    }
    return read;
  }

  /** A result has a field with one type only. */
  private void checkApart(int i, int j) {
    for (int k = j; k >= 0 && k < fields.length; k += j - i) {
      if (!fieldEntry(k).name().equals(fieldEntry(i).name())) {
        return;
      }
      FieldValues other = fields[k];
      if (other != null && other.presence().meets(field(i).presence())) {
        throw Suspect.of(header)
            .in(fieldEntry(i))
            .refusal("field", "one type in each result", other.type().label() + " as well");
      }
    }
  }

  private FieldValues readField(Input in, ColumnEntry entry) {
    var presence = Presence.readSome(in, size);
    int count = presence.count();
    fieldsLeft -= count;
    if (fieldsLeft < 0) {
      throw in.refusal("fields", "as many as the limit on bytes has room for", "more");
    }
    FieldType type = entry.type();
    if (type == null || type == FieldType.TEXT) {
      Strings texts = space.strings();
      texts.read(in, entry.representation(), count, entry.plainLength());
      in.end("column end");
      texts.checkText(in);
      return new FieldValues(entry.name(), FieldType.TEXT, presence, new long[0], texts);
    }
    long[] numbers = space.numbers(count);
    if (type == FieldType.DOUBLE) {
      doubles(in, entry.representation(), count, numbers);
    } else {
      Numbers.read(in, entry.representation(), count, numbers, 0, 0);
    }
    in.end("column end");
    checkPlain(in, entry, type == FieldType.BOOLEAN ? count : (long) Long.BYTES * count);
    for (int i = 0; type == FieldType.BOOLEAN && i < count; i++) {
      if (numbers[i] != 0 && numbers[i] != 1) {
        throw in.refusal("field value", "0 or 1", numbers[i]);
      }
    }
    return new FieldValues(entry.name(), type, presence, numbers, null);
  }

  private static void doubles(Input in, Representation as, int count, long[] to) {
    if (as == Representation.DECIMAL) {
      int exponent = in.u8("exponent");
      if (exponent > DecimalWriter.EXPONENT_MAX) {
        throw in.refusal("exponent", "at most " + DecimalWriter.EXPONENT_MAX, exponent);
      }
      Numbers.readNamed(in, count, to, 0, 0);
      for (int i = 0; i < count; i++) {
        to[i] = Double.doubleToRawLongBits(DecimalWriter.value(to[i], exponent));
      }
    } else {
      Numbers.read(in, as, count, to, 0, 0);
    }
    for (int i = 0; i < count; i++) {
      if (!Double.isFinite(Double.longBitsToDouble(to[i]))) {
        throw in.refusal("field value", "a finite number", Double.longBitsToDouble(to[i]));
      }
    }
  }

  /** All fields of a result. */
  Fields fieldsOf(int i) {
    if (fields.length == 0) {
      return Fields.EMPTY;
    }
    builder.clear();
    for (int f = 0; f < fields.length; f++) {
      field(f).addTo(builder, i);
    }
    return builder.build();
  }

  /**
   * A whole result.
   *
   * @param shared whether key and value may keep the columns' bytes alive; if not, they are copies
   */
  ResultRecord result(int i, boolean shared) {
    ByteString key = shared ? keys().share(i) : keys().copy(i);
    ByteString value = shared ? values().share(i) : values().copy(i);
    return new ResultRecord(tag(i), key, value, eventTimeMs(i), fieldsOf(i));
  }

  /**
   * All results.
   *
   * @param shared whether keys and values may keep the columns' bytes alive; if not, they are
   *     copies
   */
  List<ResultRecord> results(boolean shared) {
    var all = new ResultRecord[size];
    for (int i = 0; i < size; i++) {
      all[i] = result(i, shared);
    }
    return List.of(all);
  }

  /** Whether these are the results. */
  boolean isSame(List<ResultRecord> results) {
    if (results.size() != size) {
      return false;
    }
    Strings keyed = keys();
    Strings valued = values();
    byte[] room = new byte[Math.max(keyed.longest(), valued.longest())];
    for (int i = 0; i < size; i++) {
      ResultRecord result = results.get(i);
      if (!keyed.isSame(i, result.key(), room)
          || !valued.isSame(i, result.value(), room)
          || eventTimeMs(i) != result.eventTimeMs()
          || !tag(i).equals(result.tag())
          || !fieldsOf(i).equals(result.fields())) {
        return false;
      }
    }
    return true;
  }

  /** All state changes; a key that is a result's is that result's. */
  List<StateChange> changes(List<ResultRecord> results) {
    int count = header.counts().changes();
    if (count == 0) {
      return List.of();
    }
    int keyColumn = find(ColumnKind.CHANGE_KEY);
    ColumnEntry entry = header.columns().get(keyColumn);
    Input in = source.apply(keyColumn);
    if (entry.representation() != Representation.DICTIONARY) {
      throw in.refusal("representation", "dictionary", entry.representation().label());
    }
    long[] places = space.numbers(count);
    Numbers.readNamed(in, count, places, 0, 0);
    int own = 0;
    for (int i = 0; i < count; i++) {
      if (places[i] < 0 || places[i] > results.size()) {
        throw in.refusal("change key", "0 to " + results.size(), places[i]);
      }
      own += places[i] == 0 ? 1 : 0;
    }
    Strings ownKeys = space.strings();
    if (own > 0) {
      ownKeys.readNamed(in, own, entry.plainLength());
    }
    in.end("column end");
    int stateColumn = find(ColumnKind.CHANGE_STATE);
    Input stateIn = source.apply(stateColumn);
    var presence = Presence.read(stateIn, count);
    Strings states = space.strings();
    ColumnEntry stateEntry = header.columns().get(stateColumn);
    states.read(stateIn, stateEntry.representation(), presence.count(), stateEntry.plainLength());
    stateIn.end("column end");
    var list = new ArrayList<StateChange>(count);
    long plain = 0;
    int nextOwn = 0;
    for (int i = 0; i < count; i++) {
      int place = (int) places[i];
      ByteString key = place == 0 ? ownKeys.copy(nextOwn++) : results.get(place - 1).key();
      int state = presence.place(i);
      plain += key.size();
      list.add(state < 0 ? StateChange.delete(key) : StateChange.set(key, states.copy(state)));
    }
    checkPlain(in, entry, plain);
    return list;
  }

  /** The bytes of what has no column of its own; null if there is nothing. */
  @Nullable Input rest() {
    int column = find(ColumnKind.REST);
    if (column < 0) {
      return null;
    }
    Input in = source.apply(column);
    ColumnEntry entry = header.columns().get(column);
    if (entry.representation() != Representation.ROWS) {
      throw in.refusal("representation", "rows", entry.representation().label());
    }
    checkPlain(in, entry, entry.rawLength());
    return in;
  }

  private Strings strings(int column, boolean text) {
    Input in = source.apply(column);
    ColumnEntry entry = header.columns().get(column);
    Strings read = space.strings();
    read.read(in, entry.representation(), size, entry.plainLength());
    in.end("column end");
    if (text) {
      read.checkText(in);
    }
    return read;
  }

  private static void checkPlain(Input in, ColumnEntry entry, long actual) {
    if (actual != entry.plainLength()) {
      throw in.refusal("plain length", entry.plainLength(), actual);
    }
  }

  /** The place of a column that comes once, or -1. */
  private int find(ColumnKind kind) {
    List<ColumnEntry> columns = header.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).kind() == kind) {
        return i;
      }
    }
    return -1;
  }
}
