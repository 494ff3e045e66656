// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.parquet;

import com.google.protobuf.ByteString;
import io.millrace.export.ByteForm;
import io.millrace.export.ExportLayout;
import io.millrace.export.ResultWriter;
import io.millrace.export.TypedColumn;
import io.millrace.model.FieldType;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.FieldValue;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** Writes results, a column per field and type. Not thread-safe. */
final class ParquetResults implements ResultWriter {
  private final ExportLayout layout;
  private final ParquetRows rows;

  ParquetResults(OutputStream out, ExportLayout layout) throws IOException {
    this.layout = layout;
    this.rows = new ParquetRows(out, ParquetSchema.of(layout), layout.rowGroupBytes());
  }

  @Override
  public void write(Result result) throws IOException {
    ColumnWriter[] to = rows.row();
    Position at = result.getPosition();
    bytes(to[ParquetSchema.KEY], layout.key(), "key", result.getKey(), at);
    bytes(to[ParquetSchema.VALUE], layout.value(), "value", result.getValue(), at);
    if (result.hasEventTimeMs()) {
      to[ParquetSchema.EVENT_TIME].write(result.getEventTimeMs(), 0, 1);
    } else {
      to[ParquetSchema.EVENT_TIME].writeNull(0, 0);
    }
    to[ParquetSchema.TAG].write(Binary.fromString(result.getTag()), 0, 0);
    to[ParquetSchema.PARTITION].write(at.getPartition(), 0, 0);
    to[ParquetSchema.BLOCK].write(at.getBlock(), 0, 0);
    to[ParquetSchema.INDEX].write(at.getIndex(), 0, 0);
    fields(to, result, at);
    rows.endRow(result.getSerializedSize());
  }

  private static void bytes(
      ColumnWriter to, ByteForm form, String column, ByteString bytes, Position at)
      throws IOException {
    ByteChecks.check(form, column, bytes, at);
    to.write(Binary.fromConstantByteBuffer(bytes.asReadOnlyByteBuffer()), 0, 0);
  }

  private void fields(ColumnWriter[] to, Result result, Position at) {
    Map<String, FieldValue> fields = result.getFieldsMap();
    List<TypedColumn> columns = layout.columns();
    int written = 0;
    for (int i = 0; i < columns.size(); i++) {
      TypedColumn column = columns.get(i);
      ColumnWriter writer = to[ParquetSchema.FIXED + i];
      FieldValue value = fields.get(column.field());
      if (value == null || type(value) != column.type()) {
        writer.writeNull(0, 0);
      } else {
        field(writer, value);
        written++;
      }
    }
    if (written != fields.size()) {
      throw MillraceException.of(Kind.BUG, "result has a field without a column")
          .with("position", at.getPartition() + ":" + at.getBlock() + ":" + at.getIndex())
          .with("fields", fields.keySet())
          .with("expected", "those that were seen before the export began");
    }
  }

  private static @Nullable FieldType type(FieldValue value) {
    return switch (value.getKindCase()) {
      case TEXT -> FieldType.TEXT;
      case LONG -> FieldType.LONG;
      case DOUBLE -> FieldType.DOUBLE;
      case BOOLEAN -> FieldType.BOOLEAN;
      case TIME_MS -> FieldType.TIME;
      case KIND_NOT_SET -> null;
    };
  }

  private static void field(ColumnWriter to, FieldValue value) {
    switch (value.getKindCase()) {
      case TEXT -> to.write(Binary.fromString(value.getText()), 0, 1);
      case LONG -> to.write(value.getLong(), 0, 1);
      case DOUBLE -> to.write(value.getDouble(), 0, 1);
      case BOOLEAN -> to.write(value.getBoolean(), 0, 1);
      case TIME_MS -> to.write(value.getTimeMs(), 0, 1);
      case KIND_NOT_SET -> throw new IllegalArgumentException("field without a value");
    }
  }

  @Override
  public long pendingBytes() {
    return rows.pendingBytes();
  }

  @Override
  public void finish() throws IOException {
    rows.finish();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
