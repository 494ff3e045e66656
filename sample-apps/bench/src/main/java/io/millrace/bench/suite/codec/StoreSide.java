// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.model.ResultRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a load's records into the database, each round into a keyspace of its own; what one takes on
 * disk is known once the database is closed. Not thread-safe.
 */
abstract class StoreSide implements Contender {
  private static final double NANO = 1e-9;

  private final BenchDatabase database;
  private final CodecData data;
  private final Map<String, String> newest = new HashMap<>();
  private int rounds;

  StoreSide(BenchDatabase database, CodecData data) {
    this.database = database;
    this.data = data;
  }

  /**
   * Puts them into a new keyspace and returns when all are acknowledged.
   *
   * @return how long that took, in nanoseconds
   */
  abstract long store(String keyspace, List<ResultRecord> results) throws InterruptedException;

  BenchDatabase database() {
    return database;
  }

  /** The keyspace that was written last under a load. */
  Optional<String> keyspace(Load load) {
    return Optional.ofNullable(newest.get(load.name()));
  }

  @Override
  public boolean takes(Load load) {
    return load.get(CodecLoads.WORK) == CodecLoads.STORE;
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    List<ResultRecord> results =
        data.batches(load).stream().flatMap(batch -> batch.block().results().stream()).toList();
    String keyspace = "codec_" + name().replace('-', '_') + "_" + rounds++;
    CpuClock cpu = CpuClock.ofClientAnd("database", database.process());
    long nanos = store(keyspace, results);
    newest.put(load.name(), keyspace);
    return cpu.measurement(results.size(), nanos * NANO);
  }
}
