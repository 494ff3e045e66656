// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of any schema column by column, below Parquet's {@code ParquetWriter}, which cannot
 * be built without Hadoop. Row groups end by what the caller says of its rows, so that the same
 * rows make the same bytes. Pages are compressed with zstd. Holds one row group in memory. Not
 * thread-safe.
 */
public final class ParquetRows implements Closeable {
  private static final int COLUMN_INDEX_BYTES_MAX = 64;
  private static final int STATISTICS_BYTES_MAX = 1024;
  private static final int MEASURE_EVERY = 1_000;
  private static final Map<String, String> NO_EXTRAS = Map.of();

  private final MessageType schema;
  private final long rowGroupBytes;
  private final ParquetProperties properties =
      ParquetProperties.builder().withPageWriteChecksumEnabled(true).build();
  private final ZstdPages compressor = new ZstdPages();
  private final ParquetFileWriter file;
  private @Nullable RowGroup group;
  private long pending;
  private boolean finished;

  /**
   * Starts a file.
   *
   * @param out takes the file's bytes; stays open
   * @param rowGroupBytes a row group ends with the row that brings it to so many bytes
   */
  public ParquetRows(OutputStream out, MessageType schema, long rowGroupBytes) throws IOException {
    this.schema = schema;
    this.rowGroupBytes = rowGroupBytes;
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

  /**
   * The writers of the columns, in the schema's order, for the row at hand; valid until {@link
   * #endRow}. Each must get its values of the row.
   */
  public ColumnWriter[] row() {
    RowGroup open = group;
    if (open == null) {
      open = new RowGroup();
      group = open;
    }
    return open.writers;
  }

  /**
   * All columns have their values of the row.
   *
   * @param bytes the row's size, as the caller measures it
   */
  public void endRow(long bytes) throws IOException {
    RowGroup open = group;
    if (open == null) {
      throw new IllegalStateException("a row ends that was not begun");
    }
    open.columns.endRecord();
    open.rows++;
    open.bytes += bytes;
    if (open.bytes >= rowGroupBytes) {
      flush(open);
    } else if (open.rows % MEASURE_EVERY == 0) {
      pending = open.columns.getBufferedSize();
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

  /** About how many bytes are gathered and not written yet. */
  public long pendingBytes() {
    return pending;
  }

  /** Writes what is gathered, and the file's end. */
  public void finish() throws IOException {
    RowGroup last = group;
    if (last != null) {
      flush(last);
    }
    file.end(NO_EXTRAS);
    finished = true;
  }

  /** Lets go of all memory; a file that is not finished is none. */
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
