// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import io.millrace.bench.peer.data.QuerySide;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/**
 * Answers from files of Parquet by the library's own filters: statistics, bloom filters and
 * dictionaries for row groups, column indexes for pages, then record by record.
 */
final class ParquetQuestions implements QuerySide, AutoCloseable {
  private static final byte[] NOTHING = {};
  private static final MessageType KEYED = columns("key", "value");
  private static final MessageType SESSIONS = columns("key", "value", "amount", "session");
  private static final MessageType AMOUNTS = columns("amount", "country");

  private final List<Part> parts = new ArrayList<>();
  private final ExecutorService threads;

  /** A file with its footer, which is read once. */
  private record Part(InputFile file, ParquetMetadata footer) {}

  /** Makes what takes a question's records, one for each file. */
  @FunctionalInterface
  private interface Scan<T> {
    T of(Part part) throws IOException;
  }

  ParquetQuestions(List<Path> files, int threads) throws IOException {
    for (Path path : files) {
      var file = new LocalInputFile(path);
      try (ParquetFileReader reader = ParquetFileReader.open(file)) {
        parts.add(new Part(file, reader.getFooter()));
      }
    }
    this.threads = Executors.newFixedThreadPool(threads);
  }

  private static MessageType columns(String... names) {
    var fields = new ArrayList<org.apache.parquet.schema.Type>();
    for (String name : names) {
      fields.add(ParquetTable.SCHEMA.getType(name));
    }
    return new MessageType("record", fields);
  }

  @Override
  public byte[] lookUp(String key) throws Exception {
    FilterPredicate isKey = FilterApi.eq(FilterApi.binaryColumn("key"), Binary.fromString(key));
    for (List<ParquetRow> found : each(part -> rows(part, KEYED, isKey))) {
      if (!found.isEmpty()) {
        return found.get(0).value().getBytes();
      }
    }
    return NOTHING;
  }

  @Override
  public long filter(String session) throws Exception {
    FilterPredicate isSession =
        FilterApi.eq(FilterApi.binaryColumn("session"), Binary.fromString(session));
    long count = 0;
    for (List<ParquetRow> found : each(part -> rows(part, SESSIONS, isSession))) {
      count += found.size();
    }
    return count;
  }

  @Override
  public Totals aggregate() throws Exception {
    var countries = new HashMap<String, CountrySums.Sum>();
    for (Map<String, CountrySums.Sum> found : each(ParquetQuestions::sums)) {
      found.forEach((country, sum) -> countries.merge(country, sum, CountrySums.Sum::plus));
    }
    long records = 0;
    double amounts = 0;
    for (CountrySums.Sum sum : countries.values()) {
      records += sum.records();
      amounts += sum.amounts();
    }
    return new Totals(countries.size(), records, amounts);
  }

  private static List<ParquetRow> rows(Part part, MessageType columns, FilterPredicate predicate)
      throws IOException {
    var found = new ArrayList<ParquetRow>();
    FilterCompat.Filter filter = FilterCompat.get(predicate);
    var materializer = new ParquetRow.Materializer(columns);
    read(part, columns, filter, materializer, found::add);
    return found;
  }

  private static Map<String, CountrySums.Sum> sums(Part part) throws IOException {
    var sums = new CountrySums(AMOUNTS);
    read(part, AMOUNTS, FilterCompat.NOOP, sums, all -> {});
    return sums.byCountry();
  }

  /** Reads all that the filter lets through. */
  private static <T> void read(
      Part part,
      MessageType columns,
      FilterCompat.Filter filter,
      RecordMaterializer<T> materializer,
      Consumer<T> taker)
      throws IOException {
    ParquetReadOptions options = new ParquetReadOptions.Builder().withRecordFilter(filter).build();
    try (ParquetFileReader reader =
        ParquetFileReader.open(part.file(), part.footer(), options, part.file().newStream())) {
      reader.setRequestedSchema(columns);
      MessageColumnIO io = new ColumnIOFactory().getColumnIO(columns, ParquetTable.SCHEMA);
      for (PageReadStore pages = reader.readNextFilteredRowGroup();
          pages != null;
          pages = reader.readNextFilteredRowGroup()) {
        RecordReader<T> records = io.getRecordReader(pages, materializer, filter);
        for (long i = pages.getRowCount(); i > 0; i--) {
          T record = records.read();
          if (record != null && !records.shouldSkipCurrentRecord()) {
            taker.accept(record);
          }
        }
      }
    }
  }

  private <T> List<T> each(Scan<T> scan) throws Exception {
    var tasks = new ArrayList<Callable<T>>();
    for (Part part : parts) {
      tasks.add(() -> scan.of(part));
    }
    var found = new ArrayList<T>();
    for (Future<T> done : threads.invokeAll(tasks)) {
      found.add(done.get());
    }
    return found;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
