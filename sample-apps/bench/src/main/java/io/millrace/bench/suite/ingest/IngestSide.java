// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest;

import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.ForwardingContender;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import java.io.IOException;

/**
 * A contender that writes into a keyspace of its own, with what it has written so far. Every round
 * adds its records to those before: a contender whose rounds wrote over each other's would take
 * less on disk than it should.
 */
final class IngestSide extends ForwardingContender {
  private final String keyspace;
  private long written;
  private boolean whole = true;

  /**
   * @param keyspace all that it stores, and nothing else
   */
  IngestSide(Contender contender, String keyspace) {
    super(contender);
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
  public Measurement round(Load load) throws IOException, InterruptedException {
    boolean before = whole;
    whole = false;
    Measurement measurement = super.round(load);
    whole = before;
    written += measurement.records();
    return measurement;
  }
}
