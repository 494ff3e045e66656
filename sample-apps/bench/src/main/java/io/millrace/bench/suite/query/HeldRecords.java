// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.query;

import io.millrace.bench.peer.data.QueryRound;
import io.millrace.bench.peer.data.QuerySide;
import io.millrace.bench.suite.BackgroundWork;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A side whose records lie in the database, in a keyspace of its own; its first round puts them
 * there. Not thread-safe.
 */
abstract class HeldRecords implements Contender, QuerySide {
  private static final double NANO = 1e-9;

  private final BenchDatabase database;
  private @Nullable QueryRound questions;
  private double loadSeconds;

  HeldRecords(BenchDatabase database) {
    this.database = database;
  }

  /** The keyspace that holds the records. */
  abstract String keyspace();

  /** Puts so many in and returns when all are acknowledged. */
  abstract void fill(long records) throws InterruptedException;

  BenchDatabase database() {
    return database;
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    QueryRound asked = questions;
    if (asked == null) {
      asked = new QueryRound(load.get(QueryRound.DATA_RECORDS));
      long start = System.nanoTime();
      fill(asked.dataRecords());
      loadSeconds = (System.nanoTime() - start) * NANO;
      try (BackgroundWork work = BackgroundWork.of(database)) {
        work.await(keyspace());
      }
      questions = asked;
    }
    CpuClock cpu = CpuClock.ofClientAnd("database", database.process());
    Map<String, Double> figures = run(asked, load.get(QueryRound.QUESTION), load.get(Load.RECORDS));
    Measurement measured =
        cpu.measurement(
            Math.round(figures.getOrDefault("records", 0.0)), figures.getOrDefault("seconds", 0.0));
    for (Map.Entry<String, Double> figure : figures.entrySet()) {
      if (!figure.getKey().equals("records") && !figure.getKey().equals("seconds")) {
        measured = measured.with(figure.getKey(), figure.getValue());
      }
    }
    return measured.with("load-seconds", loadSeconds);
  }

  private Map<String, Double> run(QueryRound asked, long question, long records)
      throws IOException, InterruptedException {
    try {
      return asked.run(this, question, records);
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("not answered: " + e, e);
    }
  }
}
