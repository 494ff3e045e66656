// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.IOException;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Puts the rows of a row group together; what the library throws at bad data is damage here. */
final class ParquetRecords {
  private final RecordReader<Group> rows;

  ParquetRecords(PageReadStore pages, MessageType projected, MessageType whole)
      throws IOException {
    try {
      this.rows =
          new ColumnIOFactory()
              .getColumnIO(projected, whole)
              .getRecordReader(pages, new GroupRecordConverter(projected));
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  Group next() throws IOException {
    @Nullable Group row;
    try {
      row = rows.read();
    } catch (RuntimeException e) {
      throw damaged(e);
    }
    if (row == null) {
      throw new IOException("row group ends before its last row");
    }
    return row;
  }

  private static IOException damaged(RuntimeException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new IOException("row group cannot be read: " + cause, e);
  }
}
