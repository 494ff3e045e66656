// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.io.IOException;
import java.util.Map;

/**
 * One side of a comparison: Millrace, or what a user would pick instead. It starts what it needs in
 * its first round at the latest and keeps it until it is closed. Not thread-safe.
 */
public interface Contender extends AutoCloseable {
  /** Name of our own side, the measure of the others. */
  String MILLRACE = "millrace";

  /** For people and as a key in the results: small letters, digits, hyphens. */
  String name();

  /** How it is set up, each setting that is not the default with its reason. Ordered. */
  Map<String, String> settings();

  /** One line: what an acknowledged record may rely on there. */
  String promises();

  /** Whether it takes part under this load; if not, the results have no row for it. */
  default boolean takes(Load load) {
    return true;
  }

  /**
   * Runs once under the load and returns what that took. What is to be set up first and taken down
   * afterwards is not part of the measured time.
   *
   * @throws IOException if it cannot; the race goes on without it under this load
   * @throws RuntimeException likewise
   */
  Measurement round(Load load) throws IOException, InterruptedException;

  /** Lets go of all it holds; ends its processes. Does nothing when closed already. */
  @Override
  void close();
}
