// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.millrace.model.FieldType;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;

/** How {@link Fields} lie on the wire: a count, then name, type and value of each, ascending. */
final class WireFields {
  /** Least bytes of a field. */
  private static final int FIELD_BYTES_MIN = 3;

  private WireFields() {}

  static void write(Output out, Fields fields) {
    int size = fields.size();
    Wire.writeInt(out, size);
    for (int i = 0; i < size; i++) {
      Wire.writeText(out, fields.name(i));
      FieldType type = fields.type(i);
      out.writeByte(type.code());
      switch (type) {
        case TEXT -> Wire.writeText(out, fields.text(i));
        case LONG -> out.writeVarLong(fields.longValue(i), false);
        case DOUBLE -> out.writeDouble(fields.doubleValue(i));
        case BOOLEAN -> out.writeBoolean(fields.booleanValue(i));
        case TIME -> out.writeVarLong(fields.timeMs(i), false);
      }
    }
  }

  static Fields read(Input in) {
    int count = Wire.readCount(in, FIELD_BYTES_MIN);
    if (count == 0) {
      return Fields.EMPTY;
    }
    FieldsBuilder fields = Fields.stored();
    String previous = "";
    for (int i = 0; i < count; i++) {
      String name = Wire.readText(in);
      if (i > 0 && name.compareTo(previous) <= 0) {
        throw new KryoException("field name: number " + i + " (expected: names that ascend)");
      }
      read(in, name, fields);
      previous = name;
    }
    return fields.build();
  }

  private static void read(Input in, String name, FieldsBuilder fields) {
    int code = in.readByte();
    FieldType type = FieldType.of(code);
    if (type == null) {
      throw new KryoException("field type: " + code + " (expected: 1 to 5)");
    }
    switch (type) {
      case TEXT -> fields.put(name, Wire.readText(in));
      case LONG -> fields.put(name, in.readVarLong(false));
      case DOUBLE -> fields.put(name, in.readDouble());
      case BOOLEAN -> fields.put(name, in.readBoolean());
      case TIME -> fields.putTimeMs(name, in.readVarLong(false));
    }
  }
}
