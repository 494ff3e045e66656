// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Reads a Parquet file row by row: the text in the column that the settings name, other plain
 * columns as facts beside it. Reads no other column, and holds one page a column in memory. Goes
 * below Parquet's {@code ParquetFileReader}, which cannot be built without Hadoop. Enters a file in
 * the middle by row group.
 */
final class ParquetRows {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL_BYTES = 8;
  private static final int FOOTER_BYTES_MAX = 64 << 20;

  private final Piece piece;
  private final FileChannel file;
  private final List<Type> columns = new ArrayList<>();
  private boolean isTextFirst;

  private ParquetRows(Piece piece, FileChannel file) {
    this.piece = piece;
    this.file = file;
  }

  /** Reads all rows; fails where the file is broken, after the rows before. */
  static void read(Piece piece) throws IOException {
    try (Spool spool = Spool.of(piece);
        FileChannel file = FileChannel.open(spool.file(), StandardOpenOption.READ)) {
      new ParquetRows(piece, file).read();
    }
  }

  private void read() throws IOException {
    ParquetMetadata metadata = metadata();
    choose(metadata.getFileMetaData().getSchema());
    if (!isTextFirst) {
      return;
    }
    long row = 0;
    int group = 0;
    Position start = piece.start();
    for (BlockMetaData rows : metadata.getBlocks()) {
      if (group >= start.offset()) {
        long skipped = Math.max(0, start.record() - row);
        readGroup(metadata, rows, group, row, skipped);
      }
      row += rows.getRowCount();
      group++;
    }
  }

  private void readGroup(
      ParquetMetadata metadata, BlockMetaData rows, int group, long before, long skipped)
      throws IOException {
    if (skipped >= rows.getRowCount()) {
      return;
    }
    try (var pages = new ParquetPages(file, rows, columns, piece)) {
      var reader =
          new ParquetRecords(
              pages,
              columns,
              metadata.getFileMetaData().getSchema(),
              piece.settings().rawBytesMax());
      for (long i = 0; i < rows.getRowCount(); i++) {
        ParquetRecords.Row values = reader.next();
        if (i >= skipped) {
          offer(values, before + i + 1, group);
        }
      }
    }
  }

  private ParquetMetadata metadata() throws IOException {
    long size = file.size();
    if (size < TAIL_BYTES + MAGIC.length) {
      throw new IOException("too short for a Parquet file");
    }
    ByteBuffer tail = bytes(size - TAIL_BYTES, TAIL_BYTES);
    int length = Integer.reverseBytes(tail.getInt());
    var magic = new byte[MAGIC.length];
    tail.get(magic);
    if (!java.util.Arrays.equals(magic, MAGIC)) {
      throw new IOException("no Parquet file, or an encrypted one");
    }
    if (length < 0 || length > Math.min(FOOTER_BYTES_MAX, size - TAIL_BYTES - MAGIC.length)) {
      throw new IOException("footer of " + length + " bytes in a file of " + size);
    }
    byte[] footer = bytes(size - TAIL_BYTES - length, length).array();
    try {
      return new ParquetMetadataConverter()
          .readParquetMetadata(
              new ByteArrayInputStream(footer), ParquetMetadataConverter.NO_FILTER);
    } catch (RuntimeException e) {
      throw new IOException("footer cannot be read: " + e.getMessage(), e);
    }
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    ParquetPages.readFully(file, bytes, position);
    return bytes.flip();
  }

  /** Chooses the columns to read, the text first; tells if there is no text. */
  private void choose(MessageType schema) {
    String textName = piece.settings().textName();
    for (Type type : schema.getFields()) {
      if (isText(type) && type.getName().equals(textName)) {
        columns.add(0, type);
        isTextFirst = true;
      } else if (isPlain(type) && columns.size() < Extras.COUNT_MAX) {
        columns.add(type);
      }
    }
    if (!isTextFirst) {
      List<String> names = schema.getFields().stream().map(Type::getName).toList();
      piece.problem(piece.path(), Problem.Kind.UNREADABLE, MissingColumn.reason(textName, names));
    }
  }

  private static boolean isText(Type type) {
    return type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  private static boolean isPlain(Type type) {
    if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
      return false;
    }
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32, INT64, FLOAT, DOUBLE, BOOLEAN -> true;
      case BINARY -> LogicalTypeAnnotation.stringType().equals(type.getLogicalTypeAnnotation());
      case INT96, FIXED_LEN_BYTE_ARRAY -> false;
    };
  }

  private void offer(ParquetRecords.Row row, long number, int group) {
    String rowName = piece.name(number);
    if (row.textLength() < 0) {
      piece.problem(rowName, Problem.Kind.UNREADABLE, "no text: the column is null");
      return;
    }
    if (piece.isTooLarge(rowName, row.textLength())) {
      return;
    }
    if (row.text().isEmpty()) {
      piece.notText(rowName);
      return;
    }
    DecodedText text = row.text().get();
    var extras = new Extras();
    for (int i = 1; i < columns.size(); i++) {
      extras.column(columns.get(i).getName(), row.facts().get(i - 1));
    }
    piece.document(
        piece.name(name(row, number)),
        text.text(),
        row.textLength(),
        text.badBytes(),
        text.note(extras).fields(),
        piece.start().at(number, group));
  }

  private String name(ParquetRecords.Row row, long number) {
    for (String name : RecordNames.COLUMNS) {
      for (int i = 1; i < columns.size(); i++) {
        String value = row.facts().get(i - 1);
        if (columns.get(i).getName().equals(name) && RecordNames.isGood(value)) {
          return value;
        }
      }
    }
    return Long.toString(number);
  }
}
