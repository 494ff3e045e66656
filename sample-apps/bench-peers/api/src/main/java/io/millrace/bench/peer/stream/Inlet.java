// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

/** One thread's way into a contender. */
public interface Inlet {
  /**
   * Hands over a record, with the contender's own batching; blocks while as much is under way as
   * the contender lets be.
   *
   * @param key stays unchanged
   * @param value likewise
   * @param eventTimeMs milliseconds since 1970-01-01T00:00Z
   */
  void send(byte[] key, byte[] value, long eventTimeMs) throws Exception;

  /**
   * Blocks until everything sent is acknowledged, as durable as the contender makes it.
   *
   * @throws Exception if anything was refused
   */
  void awaitAcknowledged() throws Exception;
}
