// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.ingest;

/** Where a peer's records go. Used by all producers' threads at the same time. */
public interface RecordSink {
  /** Hears what became of a round's records. Thread-safe. */
  interface Outcome {
    /**
     * A record is as durable as the peer makes it.
     *
     * @param place the record's place in the round
     */
    void acknowledged(long place);

    /** A record was refused; the round is lost. */
    void failed(Throwable cause);
  }

  /**
   * Takes a record; blocks while as much is under way as the peer lets be. The round's {@link
   * Outcome} hears of it once, at any time from now on, from any thread.
   *
   * @param place the record's place in the round, 0 up
   * @param key stays unchanged
   * @param value likewise
   */
  void send(long place, byte[] key, byte[] value) throws InterruptedException;

  /** No record follows at once: whatever waits for others to join it leaves as soon as it can. */
  void flush();
}
