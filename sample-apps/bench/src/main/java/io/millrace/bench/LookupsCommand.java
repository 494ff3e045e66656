// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.bench.suite.TableFiles;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.client.Answer;
import io.millrace.client.AnswerRow;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.model.FieldType;
import io.millrace.model.Fields;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.QueryStats;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast questions about many records are answered, and what is read for it. */
@Command(
    name = "lookups",
    description = {
      "Stores records of 100 bytes under keys of their own, with three fields, over an embedded",
      "Cassandra. Then asks: for single keys, by `get` and by query; for one value of a declared",
      "field that one record in 10,000 has; for a sum over all; for a text in the values of all,"
          + " the",
      "last also of a node that reads one page of blocks after the other. The first round of"
          + " look-ups",
      "finds nothing in memory, the second one what the first has read."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LookupsCommand implements CliCommand {
  private static final String NAME = "bench-lookups";
  private static final String KEYSPACE = "bench_lookups";
  private static final String SCAN = "SELECT count(*) FROM " + NAME + " WHERE value LIKE 'abc%'";
  private static final List<String> QUESTIONS =
      List.of(
          "SELECT key, session FROM " + NAME + " WHERE session = 's0-17'",
          "SELECT country, count(*), avg(amount) FROM " + NAME + " GROUP BY country",
          SCAN);
  private static final int VALUE_BYTES = 100;
  private static final int RARE = 10_000;
  private static final int PROGRESS_EVERY = 1_000_000;
  private static final long START_MS = 1_717_000_000_000L;

  private static final Job JOB =
      Job.of(
              NAME,
              () ->
                  (record, context) ->
                      Effect.builder().emit(record.value(), record.fields()).build())
          .withIndexed("session");

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--records",
      defaultValue = "1000000",
      description = "Records stored (default: ${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--lookups",
      defaultValue = "1000",
      description = "Keys looked up, each way (default: ${DEFAULT-VALUE}).")
  private int lookups;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often each other question is asked (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--folder",
      defaultValue = ".millrace/bench",
      description = "Holds data and logs (default: ${DEFAULT-VALUE}).")
  private Path folder;

  /** Of keys, values, times, and fields' values and names. */
  private long rawBytes;

  @Override
  public Integer call() throws IOException {
    if (records < RARE || lookups < 1 || rounds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--records %d --lookups %d --rounds %d (expected: %d, 1, 1 up)"
              .formatted(records, lookups, rounds, RARE));
    }
    Path own = folder.resolve("lookups-" + UUID.randomUUID());
    Files.createDirectories(own);
    var reference =
        ConfigFactory.defaultOverrides().withFallback(ConfigFactory.defaultReference()).resolve();
    var server = EmbeddedCassandraSettings.from(reference).withFolder(own.resolve("cassandra"));
    try (EmbeddedCassandra cassandra = EmbeddedCassandra.start(server)) {
      try (var millrace = Millrace.embedded(settings(cassandra, JOB))) {
        load(millrace);
        lookUp(millrace);
        ask(millrace, QUESTIONS, "");
        if (!output.isJson()) {
          for (String question : QUESTIONS) {
            explain(millrace, question);
          }
        }
      }
      // A node without the job's code: it owns no partition, and answers from the store.
      var oneAfterTheOther =
          settings(cassandra, Job.of("bench-reader", () -> (record, context) -> Effect.none()))
              .withConfig(ConfigFactory.parseString("millrace.query.reads-in-flight = 1"));
      try (var millrace = Millrace.embedded(oneAfterTheOther)) {
        ask(millrace, List.of(SCAN), ", one read at a time");
      }
    }
    size(own.resolve("cassandra"));
    return 0;
  }

  private static EmbeddedSettings settings(EmbeddedCassandra cassandra, Job job) {
    var address = cassandra.contactPoint();
    return EmbeddedSettings.of(job)
        .withCassandra(
            List.of(address.getHostString() + ":" + address.getPort()),
            EmbeddedCassandra.DATACENTER,
            KEYSPACE);
  }

  private void size(Path cassandra) throws IOException {
    long blocks = TableFiles.bytes(cassandra, KEYSPACE, "block");
    long index = TableFiles.bytes(cassandra, KEYSPACE, "block_index");
    var table =
        new Table(
            "records",
            "raw-bytes",
            "blocks-bytes",
            "index-bytes",
            "raw-bytes-per-record",
            "blocks-bytes-per-record",
            "index-bytes-per-record");
    table.add(
        records,
        rawBytes,
        blocks,
        index,
        (double) rawBytes / records,
        (double) blocks / records,
        (double) index / records);
    table.print(spec.commandLine().getOut(), output.isJson());
  }

  private static String key(long number) {
    // Mixed, so that neighbours in the log are none in the order of keys.
    return "key-%016x".formatted(number * 0x9E3779B97F4A7C15L);
  }

  private void load(Millrace millrace) {
    long start = System.nanoTime();
    var random = new SplittableRandom(1);
    byte[] value = new byte[VALUE_BYTES];
    try (ProducerSession session =
        millrace
            .client()
            .openProducer(NAME, "bench", ProducerMode.PRODUCER_MODE_FRESH, ProducerListener.NONE)) {
      for (int i = 0; i < records; i++) {
        for (int at = 0; at < VALUE_BYTES; at++) {
          value[at] = (byte) ('a' + random.nextInt(16));
        }
        var fields =
            Fields.builder()
                .put("amount", (long) random.nextInt(100_000))
                .put("country", "c" + random.nextInt(40))
                .put("session", "s" + random.nextInt(records / RARE) + "-" + i % RARE)
                .build();
        var key = ByteString.copyFromUtf8(key(i));
        rawBytes += key.size() + VALUE_BYTES + Long.BYTES + bytes(fields);
        session.submit(key, ByteString.copyFrom(value), START_MS + i, fields);
        if ((i + 1) % PROGRESS_EVERY == 0) {
          print("%d records submitted%n", i + 1);
        }
      }
      session.finish();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    print("%d records stored in %.1f s: %.0f records/s%n", records, seconds, records / seconds);
  }

  private static long bytes(Fields fields) {
    long bytes = 0;
    for (int i = 0; i < fields.size(); i++) {
      bytes += fields.name(i).length();
      bytes += fields.type(i) == FieldType.TEXT ? fields.text(i).length() : Long.BYTES;
    }
    return bytes;
  }

  private void lookUp(Millrace millrace) {
    var table =
        new Table(
            "lookup",
            "round",
            "keys",
            "p50-ms",
            "p99-ms",
            "max-ms",
            "blocks-mean",
            "blocks-p99",
            "blocks-max");
    for (int round = 0; round < 2; round++) {
      time(round, table, "get", key -> get(millrace, key));
      time(round, table, "query", key -> keyQuery(millrace, key));
    }
    table.print(spec.commandLine().getOut(), output.isJson());
  }

  /** Blocks read: the one that the owner names. */
  private static long get(Millrace millrace, long number) {
    if (millrace.get(NAME, key(number)).isEmpty()) {
      throw new IllegalStateException("lost: " + key(number));
    }
    return 1;
  }

  private static long keyQuery(Millrace millrace, long number) {
    try (Answer answer =
        millrace.query("SELECT value FROM " + NAME + " WHERE key = '" + key(number) + "'")) {
      answer.next();
      if (answer.hasNext()) {
        throw new IllegalStateException("twice: " + key(number));
      }
      return answer.end().orElseThrow().getStats().getBlocksRead();
    }
  }

  private void time(int round, Table table, String way, LongFunction<Long> lookup) {
    var random = new Random(round + 2L);
    long[] nanos = new long[lookups];
    long[] blocks = new long[lookups];
    for (int i = 0; i < lookups; i++) {
      long number = random.nextInt(records);
      long start = System.nanoTime();
      blocks[i] = lookup.apply(number);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    Arrays.sort(blocks);
    table.add(
        way,
        round + 1,
        lookups,
        nanos[lookups / 2] / 1e6,
        nanos[lookups * 99 / 100] / 1e6,
        nanos[lookups - 1] / 1e6,
        (double) Arrays.stream(blocks).sum() / lookups,
        blocks[lookups * 99 / 100],
        blocks[lookups - 1]);
  }

  private void ask(Millrace millrace, List<String> questions, String how) {
    var table =
        new Table(
            "question",
            "seconds",
            "rows",
            "blocks",
            "blocks-read",
            "records/s",
            "raw-mb/s",
            "stored-mb/s",
            "read-s",
            "evaluate-s",
            "raw-mb/s-of-evaluating");
    for (String question : questions) {
      for (int round = 0; round < rounds; round++) {
        try (Answer answer = millrace.query(question)) {
          int rows = 0;
          while (answer.hasNext()) {
            answer.next();
            rows++;
          }
          QueryStats stats = answer.end().orElseThrow().getStats();
          double seconds = stats.getTotalNanos() / 1e9;
          double evaluating = stats.getEvaluateNanos() / 1e9;
          double rawMb = stats.getRowsLookedAt() * (rawBytes / 1e6 / records);
          table.add(
              question + how,
              seconds,
              rows,
              stats.getBlocksConsidered(),
              stats.getBlocksRead(),
              stats.getRowsLookedAt() / seconds,
              rawMb / seconds,
              stats.getBytesRead() / 1e6 / seconds,
              stats.getReadNanos() / 1e9,
              evaluating,
              rawMb / evaluating);
        }
      }
    }
    table.print(spec.commandLine().getOut(), output.isJson());
  }

  private void explain(Millrace millrace, String question) {
    try (Answer answer = millrace.query("EXPLAIN ANALYZE " + question)) {
      print("%n");
      while (answer.hasNext()) {
        AnswerRow row = answer.next();
        var line = new StringBuilder();
        for (int i = 0; i < row.titles().size(); i++) {
          line.append(i == 0 ? "" : "  ").append(row.value(i));
        }
        print("%s%n", line);
      }
    }
  }

  private void print(String form, Object... values) {
    if (!output.isJson()) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(Locale.ROOT, form, values);
      out.flush();
    }
  }
}
