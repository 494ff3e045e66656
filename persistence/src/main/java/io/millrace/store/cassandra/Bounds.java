// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

/**
 * What a node has on its way to Cassandra at most. Many partitions with little in each would
 * otherwise have more requests under way than the driver's connections take: those fail at once.
 *
 * @param bytes of blocks, packs and snapshots
 * @param writes of blocks, each of some requests
 * @param commits one compare-and-set each
 */
record Bounds(InFlight bytes, InFlight writes, InFlight commits) {
  static Bounds of(CassandraSettings settings) {
    int waiting = settings.waitingWritesMax();
    return new Bounds(
        new InFlight("bytes", settings.inFlightBytesMax(), waiting),
        new InFlight("writes", settings.inFlightWritesMax(), waiting),
        new InFlight("commits", settings.inFlightCommitsMax(), waiting));
  }
}
