// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.github.luben.zstd.ZstdOutputStream;
import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.bench.suite.TableFiles;
import io.millrace.bench.suite.codec.BlockData;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import io.millrace.node.LatestValue;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import io.millrace.v1.ProducerMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What records take on disk: as blocks, as rows, as one compressed file of lines. */
@Command(
    name = "storage",
    description = {
      "Stores the same records in one embedded Cassandra: through a node, as blocks with their"
          + " skip",
      "index, and with the plain driver, one row each in a table with Cassandra's default",
      "compression. Then stops it, so that all is on disk, and adds up the files. Beside them, in"
          + " one",
      "zstd stream of level 3: the values as lines, without keys and times; and keys with values."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StorageCommand implements CliCommand {
  private static final int ROWS_IN_FLIGHT = 512;
  private static final int ZSTD_LEVEL = 3;

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--records",
      defaultValue = "200000",
      description = "Records of each kind, at most (default: ${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--folder",
      defaultValue = ".millrace/bench",
      description = "Holds data and logs (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Override
  public Integer call() throws IOException, InterruptedException {
    // A folder of its own each time: what is measured is all that lies in it.
    Path own = folder.resolve("storage-" + UUID.randomUUID());
    Files.createDirectories(own);
    var reference =
        ConfigFactory.defaultOverrides().withFallback(ConfigFactory.defaultReference()).resolve();
    var server = EmbeddedCassandraSettings.from(reference).withFolder(own.resolve("cassandra"));
    try (EmbeddedCassandra cassandra = EmbeddedCassandra.start(server)) {
      for (BlockData data : BlockData.values()) {
        List<ResultRecord> results = data.results(records);
        blocks(cassandra.contactPoint(), data, results);
        rows(cassandra.contactPoint(), data, results);
        progress("%s: %d records stored%n", data.label(), results.size());
      }
    }
    var table =
        new Table(
            "data",
            "records",
            "raw-bytes",
            "rows-bytes",
            "blocks-bytes",
            "index-bytes",
            "zstd-bytes",
            "zstd-keys-bytes",
            "rows/blocks",
            "zstd/blocks",
            "zstd-keys/blocks",
            "blocks-bytes-per-record");
    for (BlockData data : BlockData.values()) {
      add(table, data, data.results(records), own.resolve("cassandra"));
    }
    table.print(spec.commandLine().getOut(), output.isJson());
    return 0;
  }

  private static void add(Table table, BlockData data, List<ResultRecord> results, Path cassandra)
      throws IOException {
    long rows = TableFiles.bytes(cassandra, keyspace("rows", data), "record");
    long blocks = TableFiles.bytes(cassandra, keyspace("blocks", data), "block");
    long index = TableFiles.bytes(cassandra, keyspace("blocks", data), "block_index");
    long zstd = zstd(results, false);
    long zstdKeys = zstd(results, true);
    long all = blocks + index;
    table.add(
        data.label(),
        results.size(),
        results.stream().mapToLong(r -> r.key().size() + r.value().size() + 8L).sum(),
        rows,
        blocks,
        index,
        zstd,
        zstdKeys,
        (double) rows / all,
        (double) zstd / all,
        (double) zstdKeys / all,
        (double) all / results.size());
  }

  private static String keyspace(String kind, BlockData data) {
    return "bench_" + kind + "_" + data.name().toLowerCase(Locale.ROOT);
  }

  private static void blocks(
      InetSocketAddress address, BlockData data, List<ResultRecord> results) {
    var settings =
        EmbeddedSettings.of(new LatestValue().job())
            .withCassandra(
                List.of(address.getHostString() + ":" + address.getPort()),
                EmbeddedCassandra.DATACENTER,
                keyspace("blocks", data));
    try (var millrace = Millrace.embedded(settings);
        ProducerSession session =
            millrace
                .client()
                .openProducer(
                    LatestValue.NAME,
                    "bench",
                    ProducerMode.PRODUCER_MODE_FRESH,
                    ProducerListener.NONE)) {
      for (ResultRecord result : results) {
        session.submit(result.key(), result.value(), result.eventTimeMs(), Fields.EMPTY);
      }
      session.finish();
    }
  }

  private static void rows(InetSocketAddress address, BlockData data, List<ResultRecord> results)
      throws InterruptedException {
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(address)
            .withLocalDatacenter(EmbeddedCassandra.DATACENTER)
            .build()) {
      String keyspace = keyspace("rows", data);
      session.execute(
          "CREATE KEYSPACE "
              + keyspace
              + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
      session.execute(
          "CREATE TABLE "
              + keyspace
              + ".record (key text, sequence bigint, event_time timestamp, value text,"
              + " PRIMARY KEY (key, sequence))");
      PreparedStatement insert =
          session.prepare(
              "INSERT INTO "
                  + keyspace
                  + ".record (key, sequence, event_time, value) VALUES (?, ?, ?, ?)");
      var room = new Semaphore(ROWS_IN_FLIGHT);
      var failure = new AtomicReference<Throwable>();
      long sequence = 0;
      for (ResultRecord result : results) {
        room.acquire();
        Instant time =
            result.eventTimeMs() == DataRecord.NO_EVENT_TIME
                ? null
                : Instant.ofEpochMilli(result.eventTimeMs());
        CompletionStage<?> written =
            session.executeAsync(
                insert.bind(
                    result.key().toStringUtf8(), ++sequence, time, result.value().toStringUtf8()));
        var unused =
            written.whenComplete(
                (done, cause) -> {
                  if (cause != null) {
                    failure.compareAndSet(null, cause);
                  }
                  room.release();
                });
      }
      room.acquire(ROWS_IN_FLIGHT);
      if (failure.get() != null) {
        throw new IllegalStateException("a row was not written", failure.get());
      }
    }
  }

  private static long zstd(List<ResultRecord> results, boolean keys) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZstdOutputStream(bytes, ZSTD_LEVEL)) {
      ByteString tab = ByteString.copyFromUtf8("\t");
      ByteString newline = ByteString.copyFromUtf8("\n");
      for (ResultRecord result : results) {
        if (keys) {
          result.key().writeTo(out);
          tab.writeTo(out);
        }
        result.value().writeTo(out);
        newline.writeTo(out);
      }
    }
    return bytes.size();
  }

  private void progress(String form, Object... values) {
    if (!output.isJson()) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(Locale.ROOT, form, values);
      out.flush();
    }
  }
}
