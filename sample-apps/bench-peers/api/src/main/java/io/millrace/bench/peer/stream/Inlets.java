// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

/** The ways into a contender; they stay open over its rounds. */
@FunctionalInterface
public interface Inlets {
  /**
   * The way in of one producer, opened when it is first asked for.
   *
   * @param number of the producer, from 0
   */
  Inlet inlet(int number) throws Exception;
}
