// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import io.millrace.bench.peer.data.RecordFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** Avro's object container files. */
final class AvroForm implements FileFormat {
  private static final int ZSTD_LEVEL = 3;
  private static final int SYNC_BYTES = 256 << 10;
  private static final int DEFLATE_LEVEL = 6;
  private static final Schema SCHEMA =
      SchemaBuilder.record("Entry")
          .namespace("io.millrace.bench")
          .fields()
          .requiredBytes("key")
          .requiredBytes("value")
          .requiredLong("time_ms")
          .endRecord();

  private final CodecFactory codec;
  private final String name;

  private AvroForm(CodecFactory codec, String name) {
    this.codec = codec;
    this.name = name;
  }

  static AvroForm zstd() {
    return new AvroForm(
        CodecFactory.zstandardCodec(ZSTD_LEVEL, false, true),
        "zstandard level 3, as ours, with its pool of buffers");
  }

  static AvroForm snappy() {
    return new AvroForm(CodecFactory.snappyCodec(), "snappy");
  }

  static AvroForm deflate() {
    return new AvroForm(CodecFactory.deflateCodec(DEFLATE_LEVEL), "deflate level 6, zlib's default");
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "codec",
        name,
        "sync-interval",
        "256 KiB (default 64,000): as much as one of our blocks; greater ones become smaller",
        "records",
        "read and written field by field on Avro's encoder, as generated classes do at best");
  }

  @Override
  public byte[] write(List<RecordFile.Entry> entries) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var file = new DataFileWriter<>(new EntryWriter())) {
      file.setCodec(codec).setSyncInterval(SYNC_BYTES).create(SCHEMA, out);
      for (RecordFile.Entry entry : entries) {
        file.append(entry);
      }
    }
    return out.toByteArray();
  }

  @Override
  public long read(byte[] file) throws IOException {
    long seen = 0;
    try (var in = new DataFileReader<>(new SeekableByteArrayInput(file), new RowReader())) {
      while (in.hasNext()) {
        Row row = in.next();
        seen += row.key().remaining() + row.value().remaining();
      }
    }
    return seen;
  }

  /** What is read: arrays of its own for each. */
  private record Row(ByteBuffer key, ByteBuffer value, long timeMs) {}

  private static final class EntryWriter implements DatumWriter<RecordFile.Entry> {
    @Override
    public void setSchema(Schema schema) {
      // It has one only.
    }

    @Override
    public void write(RecordFile.Entry entry, Encoder out) throws IOException {
      out.writeBytes(entry.key());
      out.writeBytes(entry.value());
      out.writeLong(entry.timeMs());
    }
  }

  private static final class RowReader implements DatumReader<Row> {
    @Override
    public void setSchema(Schema schema) {
      // It has one only.
    }

    @Override
    public Row read(Row reuse, Decoder in) throws IOException {
      return new Row(in.readBytes(null), in.readBytes(null), in.readLong());
    }
  }
}
