// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest.driver;

import io.millrace.bench.peer.PeerLine;
import io.millrace.bench.peer.PeerLoop;
import java.util.List;
import java.util.Map;

/** A peer's process that writes with the plain driver. */
public final class DriverMain {
  /** Argument: where the database listens, {@code host:port}. */
  public static final String CONTACT_POINT = "contact-point";

  /** Argument: the datacenter it is in. */
  public static final String DATACENTER = "datacenter";

  /** Argument: keyspace of its own, created. */
  public static final String KEYSPACE = "keyspace";

  /** Argument: {@link #ROWS} or {@link #BATCHES}. */
  public static final String WRITES = "writes";

  /** One insert for each record. */
  public static final String ROWS = "rows";

  /** Unlogged batches of records of the same partition. */
  public static final String BATCHES = "batches";

  private DriverMain() {}

  /**
   * @param args {@code contact-point}, {@code datacenter}, {@code keyspace}, {@code writes}; and,
   *     to try other sizes than the chosen ones, those of {@link RowSink} or {@link BatchSink}
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> told = PeerLine.values(List.of(args));
    // Logging is set up as it starts, and may say so on standard output.
    PeerLoop.run(() -> DriverPeer.start(told));
  }
}
