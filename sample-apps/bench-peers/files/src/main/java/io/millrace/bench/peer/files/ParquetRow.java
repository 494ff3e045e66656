// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/**
 * A record as it is read: bytes stay where the page has them.
 *
 * @param number the column that is a number: time or amount
 */
record ParquetRow(Binary key, Binary value, long number) {
  /** Reads all columns of a file: two of bytes, then a number. */
  static final class Support extends ReadSupport<ParquetRow> {
    @Override
    public ReadContext init(InitContext context) {
      return new ReadContext(context.getFileSchema());
    }

    @SuppressWarnings("deprecation") // Abstract in the library: it has to be this one.
    @Override
    public RecordMaterializer<ParquetRow> prepareForRead(
        Configuration configuration,
        Map<String, String> metadata,
        MessageType schema,
        ReadContext context) {
      return new Materializer(schema);
    }
  }

  /** Takes columns {@code key} and {@code value} and a number; passes over others. */
  static final class Materializer extends RecordMaterializer<ParquetRow> {
    private final Bytes key = new Bytes();
    private final Bytes value = new Bytes();
    private final Whole number = new Whole();
    private final Converter[] columns;

    Materializer(MessageType schema) {
      columns = new Converter[schema.getFieldCount()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] =
            switch (schema.getFieldName(i)) {
              case "key" -> key;
              case "value" -> value;
              case "time", "amount" -> number;
              default -> new Bytes();
            };
      }
    }

    @Override
    public ParquetRow getCurrentRecord() {
      return new ParquetRow(key.bytes, value.bytes, number.value);
    }

    @Override
    public GroupConverter getRootConverter() {
      return new GroupConverter() {
        @Override
        public Converter getConverter(int field) {
          return columns[field];
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
      };
    }
  }

  private static final class Bytes extends PrimitiveConverter {
    private Binary bytes = Binary.EMPTY;
    private Binary[] known = {};

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary dictionary) {
      known = new Binary[dictionary.getMaxId() + 1];
      for (int i = 0; i < known.length; i++) {
        known[i] = dictionary.decodeToBinary(i);
      }
    }

    @Override
    public void addValueFromDictionary(int id) {
      bytes = known[id];
    }

    @Override
    public void addBinary(Binary value) {
      bytes = value;
    }
  }

  private static final class Whole extends PrimitiveConverter {
    private long value;

    @Override
    public void addLong(long read) {
      value = read;
    }
  }
}
