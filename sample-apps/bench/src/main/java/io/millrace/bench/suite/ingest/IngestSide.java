// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest;

import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import java.io.IOException;
import java.util.Map;

/**
 * A contender that writes into a keyspace of its own, with what it has written so far. Every round
 * adds its records to those before: a contender whose rounds wrote over each other's would take
 * less on disk than it should.
 */
final class IngestSide implements Contender {
  private final Contender contender;
  private final String keyspace;
  private long written;
  private boolean whole = true;

  /**
   * @param keyspace all that it stores, and nothing else
   */
  IngestSide(Contender contender, String keyspace) {
    this.contender = contender;
    this.keyspace = keyspace;
  }

  String keyspace() {
    return keyspace;
  }

  /** Records of all rounds, warm-up among them. */
  long written() {
    return written;
  }

  /** Whether no round failed: one that did may have written any number of records. */
  boolean isWhole() {
    return whole;
  }

  @Override
  public String name() {
    return contender.name();
  }

  @Override
  public Map<String, String> settings() {
    return contender.settings();
  }

  @Override
  public String promises() {
    return contender.promises();
  }

  @Override
  public boolean takes(Load load) {
    return contender.takes(load);
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    boolean before = whole;
    whole = false;
    Measurement measurement = contender.round(load);
    whole = before;
    written += measurement.records();
    return measurement;
  }

  @Override
  public void close() {
    contender.close();
  }
}
