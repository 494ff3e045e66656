// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.millrace.bench.peer.data.QueryRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * The records of the suite query in files of Parquet.
 *
 * @param seconds what writing took; sorting is not part of it
 * @param bytes of all files
 */
record ParquetTable(List<Path> files, double seconds, long bytes) {
  static final MessageType SCHEMA =
      Types.buildMessage()
          .required(BINARY)
          .as(stringType())
          .named("key")
          .required(BINARY)
          .named("value")
          .required(INT64)
          .as(timestampType(true, TimeUnit.MILLIS))
          .named("time")
          .required(INT64)
          .named("amount")
          .required(BINARY)
          .as(stringType())
          .named("country")
          .required(BINARY)
          .as(stringType())
          .named("session")
          .named("record");

  private static final int ROW_GROUP_RECORDS = 1 << 17;
  private static final String SECONDS = "seconds.txt";
  private static final double NANO = 1e-9;

  ParquetTable {
    files = List.copyOf(files);
  }

  /** Those that are there, or writes them: a file for each core, all at a time. */
  static ParquetTable open(Path folder, Layout layout, int records) throws Exception {
    int count = Runtime.getRuntime().availableProcessors();
    var files = new ArrayList<Path>();
    for (int i = 0; i < count; i++) {
      files.add(folder.resolve("part-" + i + ".parquet"));
    }
    // Written last: with it, all files are whole.
    Path seconds = folder.resolve(SECONDS);
    if (!Files.exists(seconds)) {
      Files.createDirectories(folder);
      long[] numbers = layout.numbers(records);
      long start = System.nanoTime();
      writeAll(files, numbers);
      Files.writeString(seconds, Double.toString((System.nanoTime() - start) * NANO));
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return new ParquetTable(files, Double.parseDouble(Files.readString(seconds)), bytes);
  }

  private static void writeAll(List<Path> files, long[] numbers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(files.size());
    try {
      var tasks = new ArrayList<Callable<Void>>();
      for (int i = 0; i < files.size(); i++) {
        Path file = files.get(i);
        int from = (int) ((long) numbers.length * i / files.size());
        int to = (int) ((long) numbers.length * (i + 1) / files.size());
        tasks.add(
            () -> {
              write(file, numbers, from, to);
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void write(Path file, long[] numbers, int from, int to) throws IOException {
    Files.deleteIfExists(file);
    try (ParquetWriter<Long> writer =
        new Builder(file)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupRowCountLimit(ROW_GROUP_RECORDS)
            .withDictionaryEncoding("key", false)
            .withDictionaryEncoding("value", false)
            .withBloomFilterEnabled("key", true)
            .withBloomFilterNDV("key", ROW_GROUP_RECORDS)
            .build()) {
      for (int i = from; i < to; i++) {
        writer.write(numbers[i]);
      }
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Long, Builder> {
    Builder(Path file) {
      super(new LocalOutputFile(file));
    }

    @Override
    protected Builder self() {
      return this;
    }

    @SuppressWarnings("deprecation") // Abstract in the library: it has to be this one.
    @Override
    protected WriteSupport<Long> getWriteSupport(Configuration configuration) {
      return new RecordSupport();
    }
  }

  /** Writes the record of a number. */
  @SuppressWarnings("NullAway.Init") // prepareForWrite comes before the first record.
  private static final class RecordSupport extends WriteSupport<Long> {
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
    public void write(Long number) {
      out.startMessage();
      bytes("key", 0, Binary.fromString(QueryRecords.key(number)));
      bytes("value", 1, Binary.fromConstantByteArray(QueryRecords.value(number)));
      number("time", 2, QueryRecords.timeMs(number));
      number("amount", 3, QueryRecords.amount(number));
      bytes("country", 4, Binary.fromString(QueryRecords.country(number)));
      bytes("session", 5, Binary.fromString(QueryRecords.session(number)));
      out.endMessage();
    }

    private void bytes(String name, int place, Binary value) {
      out.startField(name, place);
      out.addBinary(value);
      out.endField(name, place);
    }

    private void number(String name, int place, long value) {
      out.startField(name, place);
      out.addLong(value);
      out.endField(name, place);
    }
  }
}
