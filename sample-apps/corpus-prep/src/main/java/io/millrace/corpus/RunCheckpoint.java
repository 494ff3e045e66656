// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.read.Position;
import io.millrace.corpus.read.Problem;
import io.millrace.v1.ProducerWatermark;
import io.millrace.v1.Welcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a run is, taken when every document up to there was durable: what a later run of the same
 * input needs to go on there.
 *
 * @param producer as which the input was read
 * @param input stands for the input as it was listed
 * @param incarnation of the producer's sequences
 * @param documents submitted so far; the sequence of the last one
 * @param rawBytes their size before decoding
 * @param ignored files and entries left unopened so far
 * @param problems so far, by kind
 * @param firstProblems those that are told one by one
 * @param timeMs spent so far
 * @param committed per partition the highest sequence that was durable
 * @param position behind the last document
 */
record RunCheckpoint(
    String producer,
    String input,
    long incarnation,
    long documents,
    long rawBytes,
    long ignored,
    Map<Problem.Kind, Long> problems,
    List<Problem> firstProblems,
    long timeMs,
    Map<Integer, Long> committed,
    Position position) {
  RunCheckpoint {
    problems = Map.copyOf(problems);
    firstProblems = List.copyOf(firstProblems);
    committed = Map.copyOf(committed);
  }

  /**
   * Whether the service has all that this says. Otherwise this is of another service, or its data
   * is gone, and the input must be read from its beginning.
   */
  boolean isCommittedIn(Welcome welcome) {
    var there = new HashMap<Integer, Long>();
    for (ProducerWatermark watermark : welcome.getCommittedList()) {
      there.put(watermark.getPartition(), watermark.getSequence());
    }
    return welcome.getIncarnation() == incarnation
        && committed.entrySet().stream()
            .allMatch(entry -> there.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
  }
}
