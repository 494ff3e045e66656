// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamLoad;
import io.millrace.processor.Job;
import io.millrace.v1.Result;
import java.util.Map;

/** What our node does in a suite, and how its results are understood. */
interface StreamProgram {
  /** What the node runs. */
  Job job();

  /** Runs one round, as each peer does. */
  Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception;

  /**
   * Takes a result that a reader was shown.
   *
   * @param atNanos when, by {@link System#nanoTime}
   */
  void saw(Result result, long atNanos);
}
