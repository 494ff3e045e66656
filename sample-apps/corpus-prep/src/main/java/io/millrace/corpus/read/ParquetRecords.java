// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * Puts the rows of a row group together. The library finds damage late and throws whatever comes;
 * here that is a failure to read, and no length is believed before it is checked.
 */
final class ParquetRecords {
  private final List<Type> columns;
  private final int textBytesMax;
  private final RecordReader<Group> rows;

  /**
   * Rows of a group.
   *
   * @param columns those to read, the text first
   * @param textBytesMax a longer text is not read
   */
  ParquetRecords(PageReadStore pages, List<Type> columns, MessageType schema, int textBytesMax)
      throws IOException {
    this.columns = columns;
    this.textBytesMax = textBytesMax;
    var projected = new MessageType("rows", columns);
    try {
      this.rows =
          new ColumnIOFactory()
              .getColumnIO(projected, schema)
              .getRecordReader(pages, new GroupRecordConverter(projected));
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  /**
   * A row.
   *
   * @param textLength -1 without a text. Unit: bytes
   * @param text empty if it is too long, or no text
   * @param facts of the other columns, in their order; empty where there is none
   */
  record Row(long textLength, Optional<DecodedText> text, List<String> facts) {}

  Row next() throws IOException {
    try {
      Group row = rows.read();
      if (row == null) {
        throw new IOException("row group ends before its last row");
      }
      return row(row);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private Row row(Group row) {
    var facts = new String[columns.size() - 1];
    for (int i = 1; i < columns.size(); i++) {
      facts[i - 1] = row.getFieldRepetitionCount(i) > 0 ? fact(row, i) : "";
    }
    if (row.getFieldRepetitionCount(0) == 0) {
      return new Row(-1, Optional.empty(), List.of(facts));
    }
    Binary text = row.getBinary(0, 0);
    if (text.length() > textBytesMax) {
      return new Row(text.length(), Optional.empty(), List.of(facts));
    }
    return new Row(
        text.length(),
        DecodedText.decode(text.getBytesUnsafe(), Optional.empty(), false),
        List.of(facts));
  }

  private String fact(Group row, int column) {
    PrimitiveType type = columns.get(column).asPrimitiveType();
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> type.stringifier().stringify(row.getInteger(column, 0));
      case INT64 -> type.stringifier().stringify(row.getLong(column, 0));
      case FLOAT -> Float.toString(row.getFloat(column, 0));
      case DOUBLE -> Double.toString(row.getDouble(column, 0));
      case BOOLEAN -> Boolean.toString(row.getBoolean(column, 0));
      case BINARY, INT96, FIXED_LEN_BYTE_ARRAY -> {
        Binary text = row.getBinary(column, 0);
        yield text.length() <= Extras.BYTES_MAX ? text.toStringUsingUTF8() : "";
      }
    };
  }

  private static IOException damaged(RuntimeException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new IOException("row group cannot be read: " + cause, e);
  }
}
