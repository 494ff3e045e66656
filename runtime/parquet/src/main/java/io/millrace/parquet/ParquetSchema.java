// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.millrace.export.ByteForm;
import io.millrace.export.ExportLayout;
import io.millrace.export.TypedColumn;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The columns of a file: seven that every file has, then those of the fields. */
final class ParquetSchema {
  static final int KEY = 0;
  static final int VALUE = 1;
  static final int EVENT_TIME = 2;
  static final int TAG = 3;
  static final int PARTITION = 4;
  static final int BLOCK = 5;
  static final int INDEX = 6;

  /** How many columns every file has. */
  static final int FIXED = 7;

  private static final String NAME = "result";

  private ParquetSchema() {}

  static MessageType of(ExportLayout layout) {
    Types.GroupBuilder<MessageType> message =
        Types.buildMessage()
            .addField(bytes(layout.key(), "key"))
            .addField(bytes(layout.value(), "value"))
            .addField(Types.optional(INT64).as(millis()).named("event_time"))
            .addField(Types.required(BINARY).as(stringType()).named("tag"))
            .addField(Types.required(INT32).named("partition"))
            .addField(Types.required(INT64).named("block"))
            .addField(Types.required(INT32).named("index"));
    for (TypedColumn column : layout.columns()) {
      message.addField(field(column));
    }
    return message.named(NAME);
  }

  private static LogicalTypeAnnotation millis() {
    return timestampType(true, TimeUnit.MILLIS);
  }

  private static Type bytes(ByteForm form, String name) {
    return switch (form) {
      case text -> Types.required(BINARY).as(stringType()).named(name);
      case json -> Types.required(BINARY).as(jsonType()).named(name);
      case bytes -> Types.required(BINARY).named(name);
      case auto ->
          throw new IllegalArgumentException(name + ": auto (expected: text, bytes or json)");
    };
  }

  private static Type field(TypedColumn column) {
    String name = column.name();
    return switch (column.type()) {
      case TEXT -> Types.optional(BINARY).as(stringType()).named(name);
      case LONG -> Types.optional(INT64).named(name);
      case DOUBLE -> Types.optional(DOUBLE).named(name);
      case BOOLEAN -> Types.optional(BOOLEAN).named(name);
      case TIME -> Types.optional(INT64).as(millis()).named(name);
    };
  }
}
