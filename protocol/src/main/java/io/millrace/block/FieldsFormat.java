// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.FieldType;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Fields' bytes, as {@code docs/block-format.md} tells them, in two layouts: all text, as versions
 * 1 and 2 have it, and with a type per field. Names ascend, so that equal fields have equal bytes.
 */
final class FieldsFormat {
  private static final int TEXT_FIELD_BYTES_MIN = 2;
  private static final int TYPED_FIELD_BYTES_MIN = 3;

  private FieldsFormat() {}

  /**
   * Writes fields.
   *
   * @param typed with types; if not, all of the fields must be text
   */
  static void write(Output out, Fields fields, boolean typed) {
    int size = fields.size();
    out.varint(size);
    for (int i = 0; i < size; i++) {
      out.string(fields.name(i));
      if (typed) {
        writeTyped(out, fields, i);
      } else {
        out.string(fields.text(i));
      }
    }
  }

  private static void writeTyped(Output out, Fields fields, int i) {
    FieldType type = fields.type(i);
    out.u8(type.code());
    switch (type) {
      case TEXT -> out.string(fields.text(i));
      case LONG -> out.zigzag(fields.longValue(i));
      case DOUBLE -> out.i64(Double.doubleToRawLongBits(fields.doubleValue(i)));
      case BOOLEAN -> out.u8(fields.booleanValue(i) ? 1 : 0);
      case TIME -> out.zigzag(fields.timeMs(i));
    }
  }

  static Fields read(Input in, Suspect suspect, boolean typed) {
    int count = count(in, typed);
    if (count == 0) {
      return Fields.EMPTY;
    }
    FieldsBuilder fields = Fields.stored();
    String previous = null;
    for (int i = 0; i < count; i++) {
      String name = name(in, suspect, i, previous);
      if (typed) {
        readTyped(in, suspect, name, fields);
      } else {
        fields.put(name, in.string("field value"));
      }
      previous = name;
    }
    return fields.build();
  }

  private static int count(Input in, boolean typed) {
    return in.count("field count", typed ? TYPED_FIELD_BYTES_MIN : TEXT_FIELD_BYTES_MIN);
  }

  private static String name(Input in, Suspect suspect, int i, @Nullable String previous) {
    String name = in.string("field name");
    if (previous != null && name.compareTo(previous) <= 0) {
      throw suspect.refusal("field name", "names that ascend", "field " + i + " does not");
    }
    return name;
  }

  private static void readTyped(Input in, Suspect suspect, String name, FieldsBuilder fields) {
    switch (type(in, suspect)) {
      case TEXT -> fields.put(name, in.string("field value"));
      case LONG -> fields.put(name, in.zigzag("field value"));
      case DOUBLE -> fields.put(name, finite(in, suspect));
      case BOOLEAN -> fields.put(name, truth(in, suspect));
      case TIME -> fields.putTimeMs(name, in.zigzag("field value"));
    }
  }

  /** Passes over fields. */
  static void skip(Input in, Suspect suspect, boolean typed) {
    int count = count(in, typed);
    for (int i = 0; i < count; i++) {
      in.skip("field name");
      switch (typed ? type(in, suspect) : FieldType.TEXT) {
        case TEXT -> in.skip("field value");
        case LONG, TIME -> in.zigzag("field value");
        case DOUBLE -> in.i64("field value");
        case BOOLEAN -> in.u8("field value");
      }
    }
  }

  private static FieldType type(Input in, Suspect suspect) {
    int code = in.u8("field type");
    FieldType type = FieldType.of(code);
    if (type == null) {
      throw suspect.refusal("field type", "1 to 5", code);
    }
    return type;
  }

  private static double finite(Input in, Suspect suspect) {
    double value = Double.longBitsToDouble(in.i64("field value"));
    if (!Double.isFinite(value)) {
      throw suspect.refusal("field value", "a finite number", value);
    }
    return value;
  }

  private static boolean truth(Input in, Suspect suspect) {
    int value = in.u8("field value");
    if (value > 1) {
      throw suspect.refusal("field value", "0 or 1", value);
    }
    return value == 1;
  }
}
