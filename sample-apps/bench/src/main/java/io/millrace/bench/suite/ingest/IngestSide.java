// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest;

import io.millrace.bench.suite.BackgroundWork;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.ForwardingContender;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import java.io.IOException;
import java.util.Map;

/**
 * A contender that writes into a keyspace of its own. Every round adds its records to those before:
 * a contender whose rounds wrote over each other's would take less on disk than it should.
 *
 * <p>Behind each round the database flushes and compacts until it rests. That counts as processor
 * time of the contender whose records they are, not as part of its records/s, and the next one
 * meets a database that has nothing left to do.
 */
final class IngestSide extends ForwardingContender {
  private static final double NANO = 1e-9;

  private final BenchDatabase database;
  private final BackgroundWork work;
  private final String keyspace;
  private long bytes;

  /**
   * @param database what it writes to
   * @param work the same database's
   * @param keyspace all that it stores, and nothing else
   */
  IngestSide(Contender contender, BenchDatabase database, BackgroundWork work, String keyspace) {
    super(contender);
    this.database = database;
    this.work = work;
    this.keyspace = keyspace;
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    try {
      return withWhatIsPutOff(super.round(load));
    } catch (IOException | RuntimeException e) {
      // What it wrote until then must burden neither the next one nor its own next round.
      try {
        work.finish();
        bytes = work.bytesOnDisk(keyspace);
      } catch (IOException | RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private Measurement withWhatIsPutOff(Measurement measured)
      throws IOException, InterruptedException {
    CpuClock cpu = CpuClock.start(Map.of("database", database.process()));
    long start = System.nanoTime();
    work.finish();
    double seconds = (System.nanoTime() - start) * NANO;
    long before = bytes;
    bytes = work.bytesOnDisk(keyspace);
    return cpu.addTo(measured)
        .with("database-rests-after-s", seconds)
        .with("bytes-on-disk-per-record", (double) (bytes - before) / measured.records());
  }
}
