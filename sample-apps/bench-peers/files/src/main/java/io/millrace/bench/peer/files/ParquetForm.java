// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.millrace.bench.peer.data.RecordFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Parquet's files. */
final class ParquetForm implements FileFormat {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(BINARY)
          .named("key")
          .required(BINARY)
          .named("value")
          .required(INT64)
          .as(timestampType(true, TimeUnit.MILLIS))
          .named("time")
          .named("entry");

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "codec",
        "zstd level 3, as ours",
        "pages",
        "the defaults: dictionaries where they help, pages of 1 MiB, row groups of 128 MiB",
        "records",
        "read and written by a support of their own, column by column, without a general record");
  }

  @Override
  public byte[] write(List<RecordFile.Entry> entries) throws IOException {
    var file = MemoryFile.empty();
    try (ParquetWriter<RecordFile.Entry> writer =
        new Builder(file).withCompressionCodec(CompressionCodecName.ZSTD).build()) {
      for (RecordFile.Entry entry : entries) {
        writer.write(entry);
      }
    }
    return file.written();
  }

  @Override
  public long read(byte[] file) throws IOException {
    long seen = 0;
    try (ParquetReader<ParquetRow> reader = new Reader(MemoryFile.of(file)).build()) {
      for (ParquetRow row = reader.read(); row != null; row = reader.read()) {
        seen += row.key().length() + row.value().length();
      }
    }
    return seen;
  }

  private static final class Reader extends ParquetReader.Builder<ParquetRow> {
    Reader(MemoryFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<ParquetRow> getReadSupport() {
      return new ParquetRow.Support();
    }
  }

  private static final class Builder extends ParquetWriter.Builder<RecordFile.Entry, Builder> {
    Builder(MemoryFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @SuppressWarnings("deprecation") // Abstract in the library: it has to be this one.
    @Override
    protected WriteSupport<RecordFile.Entry> getWriteSupport(Configuration configuration) {
      return new EntrySupport();
    }
  }

  @SuppressWarnings("NullAway.Init") // prepareForWrite comes before the first record.
  private static final class EntrySupport extends WriteSupport<RecordFile.Entry> {
    private RecordConsumer out;

    @SuppressWarnings("deprecation") // Abstract in the library: it has to be this one.
    @Override
    public WriteContext init(Configuration configuration) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(RecordFile.Entry entry) {
      out.startMessage();
      out.startField("key", 0);
      out.addBinary(Binary.fromConstantByteArray(entry.key()));
      out.endField("key", 0);
      out.startField("value", 1);
      out.addBinary(Binary.fromConstantByteArray(entry.value()));
      out.endField("value", 1);
      out.startField("time", 2);
      out.addLong(entry.timeMs());
      out.endField("time", 2);
      out.endMessage();
    }
  }
}
