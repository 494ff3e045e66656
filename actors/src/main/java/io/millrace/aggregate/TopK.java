// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.millrace.aggregate.Values.Source;
import io.millrace.aggregate.Values.TextSink;
import io.millrace.model.DataRecord;
import io.millrace.model.FieldsBuilder;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.memory.Memory;

/**
 * Finds the texts that come most often, with Apache DataSketches' frequent items. After Anderson et
 * al., "A High-Performance Algorithm for Identifying Frequent Items in Data Streams", IMC 2017.
 *
 * <p>Layout 1: the carried error as a varint, then whether there are texts; if so, the image of
 * DataSketches with its string serde, its length as a varint before it. The carried error is that
 * of times when the sketch dropped all its texts: the library's image of a sketch without texts
 * says nothing of its error, and its merge skips it.
 */
final class TopK implements Aggregate {
  /** Most that can be asked for. */
  static final int K_MAX = 100;

  /** Longest text. Unit: UTF-16 code units. */
  static final int TEXT_LENGTH_MAX = 1_000;

  /** So many places in the sketch's table for each text asked for. */
  private static final int PLACES_EACH = 16;

  private static final int VERSION = 1;

  private final int k;
  private final int places;
  private final String name;
  private final List<String> fields;
  private final Source<TextSink> source;

  TopK(String of, int k, Source<TextSink> source) {
    if (k < 1 || k > K_MAX) {
      throw new IllegalArgumentException("k: " + k + " (expected: 1 to " + K_MAX + ")");
    }
    this.k = k;
    this.places = places(k);
    this.name = "topK(" + of + ", " + places + " places)";
    var names = new ArrayList<String>();
    for (int i = 1; i <= k; i++) {
      names.add("top." + of + "." + i);
      names.add("top." + of + "." + i + ".count");
    }
    names.add("top." + of + ".error");
    this.fields = List.copyOf(names);
    this.source = source;
  }

  /** Size of the table, a power of two; a count is off by 3.5 / size of all values at most. */
  static int places(int k) {
    return Integer.highestOneBit(k * PLACES_EACH * 2 - 1);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> fields() {
    return fields;
  }

  @Override
  public Accumulator create() {
    return new Sketched(new ItemsSketch<>(places), 0);
  }

  @Override
  public Accumulator read(CodedInputStream in) throws IOException {
    Layouts.expectVersion(in, name, VERSION);
    long carried = in.readUInt64();
    Layouts.check(carried >= 0, name, "error", carried);
    if (!in.readBool()) {
      return new Sketched(new ItemsSketch<>(places), carried);
    }
    Memory image = Memory.wrap(in.readByteArray());
    return new Sketched(ItemsSketch.getInstance(image, new ArrayOfStringsSerDe()), carried);
  }

  private final class Sketched implements Accumulator, TextSink {
    private final ItemsSketch<String> sketch;
    private long carried;

    private Sketched(ItemsSketch<String> sketch, long carried) {
      this.sketch = sketch;
      this.carried = carried;
    }

    @Override
    public void add(DataRecord record) {
      source.read(record, this);
    }

    @Override
    public void accept(String text) {
      if (text.length() > TEXT_LENGTH_MAX) {
        throw MillraceException.of(Kind.CALLER, "text is too long to be counted")
            .with("aggregate", name)
            .with("length", text.length())
            .with("expected", "at most " + TEXT_LENGTH_MAX + " UTF-16 code units");
      }
      sketch.update(text);
    }

    @Override
    public void merge(Accumulator other) {
      var that = (Sketched) other;
      carried += that.sketch.isEmpty() ? that.error() : that.carried;
      sketch.merge(that.sketch);
    }

    private long error() {
      return carried + sketch.getMaximumError();
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      out.writeUInt32NoTag(VERSION);
      out.writeUInt64NoTag(sketch.isEmpty() ? error() : carried);
      out.writeBoolNoTag(!sketch.isEmpty());
      if (!sketch.isEmpty()) {
        out.writeByteArrayNoTag(sketch.toByteArray(new ArrayOfStringsSerDe()));
      }
    }

    /** The most frequent first, of equal ones the lower text. */
    @Override
    public void putInto(FieldsBuilder into) {
      ItemsSketch.Row<String>[] rows = sketch.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES);
      Arrays.sort(
          rows,
          Comparator.<ItemsSketch.Row<String>>comparingLong(row -> -row.getEstimate())
              .thenComparing(ItemsSketch.Row::getItem));
      for (int i = 0; i < Math.min(k, rows.length); i++) {
        into.put(fields.get(2 * i), rows[i].getItem());
        into.put(fields.get(2 * i + 1), rows[i].getEstimate() + carried);
      }
      into.put(fields.get(2 * k), error());
    }
  }
}
