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
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writes results column by column, below Parquet's {@code ParquetWriter}, which cannot be built
 * without Hadoop. Row groups end by the bytes of their results, so that the same results make the
 * same ones. Holds one row group in memory. Not thread-safe.
 */
final class ParquetResults implements ResultWriter {
  private static final int COLUMN_INDEX_BYTES_MAX = 64;
  private static final int STATISTICS_BYTES_MAX = 1024;
  private static final int MEASURE_EVERY = 1_000;
  private static final Map<String, String> NO_EXTRAS = Map.of();

  private final ExportLayout layout;
  private final MessageType schema;
  private final ParquetProperties properties =
      ParquetProperties.builder().withPageWriteChecksumEnabled(true).build();
  private final ZstdPages compressor = new ZstdPages();
  private final ParquetFileWriter file;
  private @Nullable RowGroup group;
  private long pending;
  private boolean finished;

  ParquetResults(OutputStream out, ExportLayout layout) throws IOException {
    this.layout = layout;
    this.schema = ParquetSchema.of(layout);
    this.file =
        new ParquetFileWriter(
            new StreamFile(out),
            schema,
            ParquetFileWriter.Mode.CREATE,
            Long.MAX_VALUE,
            0,
            COLUMN_INDEX_BYTES_MAX,
            STATISTICS_BYTES_MAX,
            true);
    file.start();
  }

  /** What is gathered of a row group. */
  private final class RowGroup {
    final ColumnChunkPageWriteStore pages =
        new ColumnChunkPageWriteStore(
            compressor, schema, properties.getAllocator(), COLUMN_INDEX_BYTES_MAX, true);
    final ColumnWriteStore columns = properties.newColumnWriteStore(schema, pages, pages);
    final ColumnWriter[] writers =
        schema.getColumns().stream().map(columns::getColumnWriter).toArray(ColumnWriter[]::new);
    long rows;
    long bytes;

    void close() {
      columns.close();
      pages.close();
    }
  }

  @Override
  public void write(Result result) throws IOException {
    RowGroup open = group;
    if (open == null) {
      open = new RowGroup();
      group = open;
    }
    ColumnWriter[] to = open.writers;
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
    open.columns.endRecord();
    open.rows++;
    open.bytes += result.getSerializedSize();
    if (open.bytes >= layout.rowGroupBytes()) {
      flush(open);
    } else if (open.rows % MEASURE_EVERY == 0) {
      pending = open.columns.getBufferedSize();
    }
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

  private void flush(RowGroup full) throws IOException {
    file.startBlock(full.rows);
    full.columns.flush();
    full.pages.flushToFileWriter(file);
    file.endBlock();
    full.close();
    group = null;
    pending = 0;
  }

  @Override
  public long pendingBytes() {
    return pending;
  }

  @Override
  public void finish() throws IOException {
    RowGroup last = group;
    if (last != null) {
      flush(last);
    }
    file.end(NO_EXTRAS);
    finished = true;
  }

  @Override
  public void close() throws IOException {
    RowGroup left = group;
    if (left != null) {
      left.close();
      group = null;
    }
    compressor.release();
    if (!finished) {
      file.abort();
    }
    file.close();
  }
}
