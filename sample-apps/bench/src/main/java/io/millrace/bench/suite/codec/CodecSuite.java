// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.PeerLaunch;
import io.millrace.bench.suite.PeerProcess;
import io.millrace.bench.suite.Result;
import io.millrace.bench.suite.SuiteCommand;
import io.millrace.bench.suite.SuiteRun;
import io.millrace.codec.Lz4Codec;
import io.millrace.codec.ZstdCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stored bytes: how fast, how few. */
@Command(
    name = "codec",
    description = {
      "Records become stored bytes and records again, on one thread: our blocks of 1,000 records",
      "(with keys, times and checksums, readable column by column) beside zstd and LZ4 alone in a",
      "plain loop over the same keys and values, and files of Parquet and Avro in memory. Then what",
      "the same records take in Cassandra: as our blocks with their index, and as rows of a table",
      "compressed by LZ4 and by zstd. ratio = raw bytes / stored bytes; raw = keys and values."
    },
    mixinStandardHelpOptions = true)
public final class CodecSuite extends SuiteCommand {
  static final Map<String, String> MILLRACE_SETTINGS =
      Map.of("codec", "zstd level 3, the default, on columns that suit it");
  static final String MILLRACE_PROMISES =
      "a block is checked by its checksum and read column by column; its header alone says which"
          + " keys, times and positions are in it";

  private static final int RECORDS_SMOKE = 2_000;
  private static final String MODULE = "files";
  private static final String MAIN = "io.millrace.bench.peer.files.Main";
  private static final List<String> FILES =
      List.of("parquet", "avro-zstd", "avro-snappy", "avro-deflate");
  private static final String PLAIN =
      "none: bytes without bounds of records, times or checksums; all or nothing is read";

  @Option(
      names = "--records",
      defaultValue = "40000",
      description = "Records of each kind of data, at most (default: ${DEFAULT-VALUE}).")
  private int records = 40_000;

  @Override
  public List<String> peers() {
    var all = new ArrayList<>(List.of("zstd", "lz4", "cassandra-lz4", "cassandra-zstd"));
    all.addAll(FILES);
    return all;
  }

  @Override
  protected void measure(SuiteRun run) throws IOException, InterruptedException {
    int most = run.isSmoke() ? RECORDS_SMOKE : records;
    var data = new CodecData(run.folder().resolve("records"));
    List<Load> loops = CodecLoads.loops(most, run.isSmoke());
    for (Load load : loops) {
      data.batches(load);
    }
    loops(run, data, loops);
    stores(run, data, CodecLoads.stores(most, run.isSmoke()));
  }

  private void loops(SuiteRun run, CodecData data, List<Load> loads) throws InterruptedException {
    var contenders = new ArrayList<Contender>();
    ZstdCodec zstd = ZstdCodec.ofLevel(ZstdCodec.LEVEL_DEFAULT);
    contenders.add(
        new CodecLoop<>(
            Contender.MILLRACE,
            MILLRACE_SETTINGS,
            MILLRACE_PROMISES,
            new Blocks(zstd, false),
            data));
    contenders.add(
        new CodecLoop<>(
            "millrace-columns",
            Map.of("decode", "reads every key and value in place, as queries do; no records"),
            MILLRACE_PROMISES,
            new Blocks(zstd, true),
            data));
    contenders.add(
        new CodecLoop<>(
            "millrace-lz4",
            Map.of("codec", "lz4 for every column"),
            MILLRACE_PROMISES,
            new Blocks(Lz4Codec.INSTANCE, false),
            data));
    try (var plainZstd = new PlainZstd(ZstdCodec.LEVEL_DEFAULT)) {
      if (run.wants("zstd")) {
        contenders.add(
            new CodecLoop<>(
                "zstd",
                Map.of("level", "3, as ours", "input", "the same 1,000 records at a time"),
                PLAIN,
                plainZstd,
                data));
      }
      if (run.wants("lz4")) {
        contenders.add(
            new CodecLoop<>(
                "lz4",
                Map.of("factory", "fastestInstance (native)", "input", "as of zstd"),
                PLAIN,
                new PlainLz4(),
                data));
      }
      for (String peer : FILES) {
        files(run, data, peer).ifPresent(contenders::add);
      }
      run.race(contenders, loads);
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private static java.util.Optional<Contender> files(SuiteRun run, CodecData data, String peer) {
    return run.built(peer, MODULE)
        .map(
            build ->
                PeerLaunch.of(
                        peer,
                        "a file is whole once its end is written; nothing before",
                        build,
                        MAIN,
                        run.folder().resolve(peer))
                    .withOptions("-Xmx1g")
                    .with("suite", "codec")
                    .with("format", peer)
                    .with("records", data.folder().toString()))
        .map(PeerProcess::new);
  }

  private void stores(SuiteRun run, CodecData data, List<Load> loads)
      throws IOException, InterruptedException {
    var sides = new LinkedHashMap<String, StoreSide>();
    List<Result> results;
    BenchDatabase database = run.database();
    try (database) {
      try {
        add(sides, new StoredBlocks(database, data));
        if (run.wants("cassandra-lz4")) {
          add(sides, new StoredRows("cassandra-lz4", "LZ4Compressor", database, data));
        }
        if (run.wants("cassandra-zstd")) {
          add(sides, new StoredRows("cassandra-zstd", "ZstdCompressor", database, data));
        }
        results = run.race(List.copyOf(sides.values()), loads);
      } finally {
        sides.values().forEach(Contender::close);
      }
    }
    for (Load load : database.countsDisk() ? loads : List.<Load>of()) {
      for (Result result : results) {
        var keyspace =
            result.load().equals(load.name())
                ? Objects.requireNonNull(sides.get(result.contender())).keyspace(load)
                : Optional.<String>empty();
        if (keyspace.isPresent() && result.failure().isEmpty()) {
          List<Batch> batches = data.batches(load);
          double stored = database.bytesOnDisk(keyspace.get());
          Result more =
              run.addFigure(
                  result, "bytes-on-disk-per-record", stored / CodecData.records(batches));
          run.addFigure(more, "ratio", CodecData.rawBytes(batches) / stored);
        }
      }
    }
  }

  private static void add(Map<String, StoreSide> sides, StoreSide side) {
    sides.put(side.name(), side);
  }
}
