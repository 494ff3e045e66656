// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer;

import java.util.Map;

/** One suite of a peer, in the peer's own process. Used by one thread. */
@SuppressWarnings("try") // What a peer throws as it ends, its process does.
public interface Peer extends AutoCloseable {
  /** Name of the result that says how many records a round did. */
  String RECORDS = "records";

  /** Name of the result that says how long a round took. */
  String SECONDS = "seconds";

  /**
   * What it was configured with, each setting that is not the default with its reason: the reader
   * of the results gets it. Ordered.
   */
  Map<String, String> settings();

  /**
   * Runs one round.
   *
   * @param load what is asked, by name
   * @return {@link #RECORDS} and {@link #SECONDS}, and figures of its own, such as {@code p99-ms}
   * @throws Exception if it cannot; the process stays and may be asked for another round
   */
  Map<String, Double> round(Map<String, String> load) throws Exception;

  @Override
  void close() throws Exception;
}
