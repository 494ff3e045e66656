// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.millrace.aggregate.Values.AnySink;
import io.millrace.aggregate.Values.Source;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import java.io.IOException;
import java.util.List;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;

/**
 * Estimates how many different values there were, with Apache DataSketches' HyperLogLog. After
 * Flajolet et al., "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm",
 * AOFA 2007.
 *
 * <p>Layout 1: whether there was a value; if so, the compact HLL image of DataSketches, its length
 * as a varint before it.
 */
final class Distinct implements Aggregate {
  /** Binary logarithm of how many registers there are. */
  static final int LG_K = 12;

  private static final int VERSION = 1;
  private static final TgtHllType TYPE = TgtHllType.HLL_4;

  /** Stands for an empty text, which a sketch would not take; no text has these bytes. */
  private static final byte[] EMPTY_TEXT = {(byte) 0x80};

  private final String name;
  private final String field;
  private final Source<AnySink> source;

  Distinct(String of, Source<AnySink> source) {
    this.name = "distinct(" + of + ")";
    this.field = "distinct." + of;
    this.source = source;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public Accumulator create() {
    return new Sketched(new HllSketch(LG_K, TYPE));
  }

  @Override
  public Accumulator read(CodedInputStream in) throws IOException {
    Layouts.expectVersion(in, name, VERSION);
    return in.readBool() ? new Sketched(HllSketch.heapify(in.readByteArray())) : create();
  }

  private final class Sketched implements Accumulator, AnySink {
    private HllSketch sketch;

    private Sketched(HllSketch sketch) {
      this.sketch = sketch;
    }

    @Override
    public void add(DataRecord record) {
      source.read(record, this);
    }

    @Override
    public void accept(Fields fields, int index) {
      switch (fields.type(index)) {
        case TEXT -> accept(fields.text(index));
        case LONG -> sketch.update(fields.longValue(index));
        case TIME -> sketch.update(fields.timeMs(index));
        case BOOLEAN -> sketch.update(fields.booleanValue(index) ? 1L : 0L);
        case DOUBLE -> sketch.update(fields.doubleValue(index));
      }
    }

    @Override
    public void accept(String text) {
      if (text.isEmpty()) {
        sketch.update(EMPTY_TEXT);
      } else {
        sketch.update(text);
      }
    }

    @Override
    public void merge(Accumulator other) {
      var that = (Sketched) other;
      if (sketch.isEmpty()) {
        sketch = that.sketch;
      } else if (!that.sketch.isEmpty()) {
        var union = new Union(LG_K);
        union.update(sketch);
        union.update(that.sketch);
        sketch = union.getResult(TYPE);
      }
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      out.writeUInt32NoTag(VERSION);
      out.writeBoolNoTag(!sketch.isEmpty());
      if (!sketch.isEmpty()) {
        out.writeByteArrayNoTag(sketch.toCompactByteArray());
      }
    }

    @Override
    public void putInto(FieldsBuilder fields) {
      fields.put(field, Math.round(sketch.getEstimate()));
    }
  }
}
