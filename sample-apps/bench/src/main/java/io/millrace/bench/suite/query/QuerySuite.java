// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.query;

import static io.millrace.bench.peer.data.QueryRound.AGGREGATE;
import static io.millrace.bench.peer.data.QueryRound.FILTER;
import static io.millrace.bench.peer.data.QueryRound.LOOK_UP;

import io.millrace.bench.peer.data.QueryRound;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.PeerLaunch;
import io.millrace.bench.suite.PeerProcess;
import io.millrace.bench.suite.Result;
import io.millrace.bench.suite.SuiteCommand;
import io.millrace.bench.suite.SuiteRun;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Questions about many records. */
@Command(
    name = "query",
    description = {
      "Questions about many records of about 170 bytes, each under a key of its own: the values of",
      "1,000 keys, one after the other; 20 times all of one session, which one record in 10,000",
      "has, spread over all; and the records and amounts of each country, over all. records/s are",
      "look-ups, sessions, and records added up. load-seconds is what putting them in took; what",
      "they take on disk is told as bytes-on-disk-per-record. Every answer is checked."
    },
    mixinStandardHelpOptions = true)
public final class QuerySuite extends SuiteCommand {
  private static final int RECORDS_SMOKE = 20_000;
  private static final int RECORDS_MIN = 10_000;
  private static final int RECORDS_MAX = 100_000_000;
  private static final int LOOK_UPS = 1_000;
  private static final int LOOK_UPS_SMOKE = 50;
  private static final int SESSIONS = 20;
  private static final int SESSIONS_SMOKE = 5;
  private static final String ROWS = "cassandra-sai";
  private static final String MODULE = "files";
  private static final String MAIN = "io.millrace.bench.peer.files.Main";
  private static final String ALL_THREADS = "0";

  /** Peers of files: layout, threads, the questions they take. */
  private static final Map<String, Files> FILES = files();

  @Option(
      names = "--records",
      defaultValue = "10000000",
      description = "How many there are (default: ${DEFAULT-VALUE}).")
  private int records = 10_000_000;

  private record Files(String layout, String threads, Set<Long> questions) {}

  private static Map<String, Files> files() {
    var files = new LinkedHashMap<String, Files>();
    files.put("parquet", new Files("arrival", ALL_THREADS, Set.of(LOOK_UP, FILTER, AGGREGATE)));
    files.put("parquet-1-thread", new Files("arrival", "1", Set.of(FILTER, AGGREGATE)));
    files.put("parquet-by-key", new Files("key", ALL_THREADS, Set.of(LOOK_UP)));
    files.put("parquet-by-session", new Files("session", ALL_THREADS, Set.of(FILTER)));
    return files;
  }

  @Override
  public List<String> peers() {
    var all = new ArrayList<String>();
    all.add(ROWS);
    all.addAll(FILES.keySet());
    return all;
  }

  @Override
  protected void measure(SuiteRun run) throws IOException, InterruptedException {
    if (records < RECORDS_MIN || records > RECORDS_MAX) {
      throw MillraceException.of(Kind.CALLER, "no such number of records")
          .with("--records", records)
          .with("expected", RECORDS_MIN + " to " + RECORDS_MAX);
    }
    int count = run.isSmoke() ? RECORDS_SMOKE : records;
    var held = new LinkedHashMap<String, HeldRecords>();
    var contenders = new ArrayList<Contender>();
    List<Result> results;
    BenchDatabase database = run.database();
    try (database) {
      try {
        add(new MillraceQueries(database), held, contenders);
        if (run.wants(ROWS)) {
          add(new CassandraRows(database), held, contenders);
        }
        addFiles(run, contenders);
        results = run.race(contenders, loads(count, run.isSmoke()));
      } finally {
        contenders.forEach(Contender::close);
      }
    }
    for (Result result : database.countsDisk() ? results : List.<Result>of()) {
      HeldRecords side = held.get(result.contender());
      if (side != null && result.failure().isEmpty()) {
        double bytes = database.bytesOnDisk(side.keyspace());
        run.addFigure(result, "bytes-on-disk-per-record", bytes / count);
      }
    }
  }

  private static void add(
      HeldRecords side, Map<String, HeldRecords> held, List<Contender> contenders) {
    held.put(side.name(), side);
    contenders.add(side);
  }

  private static List<Load> loads(int count, boolean smoke) {
    return List.of(
        load("look-up", LOOK_UP, count, smoke ? LOOK_UPS_SMOKE : LOOK_UPS),
        load("filter", FILTER, count, smoke ? SESSIONS_SMOKE : SESSIONS),
        load("aggregate", AGGREGATE, count, count));
  }

  private static Load load(String name, long question, long count, long records) {
    return Load.named(name)
        .with(QueryRound.QUESTION, question)
        .with(QueryRound.DATA_RECORDS, count)
        .with(Load.RECORDS, records);
  }

  private static void addFiles(SuiteRun run, List<Contender> contenders) {
    FILES.forEach(
        (peer, files) ->
            run.built(peer, MODULE)
                .map(
                    build ->
                        PeerLaunch.of(
                                peer,
                                "a file is whole once its end is written, and then never changes",
                                build,
                                MAIN,
                                run.folder().resolve(peer))
                            .withOptions("-Xmx2g")
                            .with("suite", "query")
                            .with("layout", files.layout())
                            .with("threads", threads(files))
                            // By layout: who reads the same files need not write them again.
                            .with("files", run.folder().resolve(files.layout()).toString()))
                .ifPresent(
                    launch ->
                        contenders.add(
                            new SomeQuestions(new PeerProcess(launch), files.questions()))));
  }

  private static String threads(Files files) {
    return files.threads().equals(ALL_THREADS)
        ? Integer.toString(Runtime.getRuntime().availableProcessors())
        : files.threads();
  }
}
