// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.util.Map;
import java.util.Optional;

/**
 * What faults may break.
 *
 * @param nodes Millrace's nodes
 * @param database Cassandra
 * @param network what joins the nodes and the database's proxies
 * @param nodeClocks nodes whose wall clock can be set
 * @param databaseClocks Cassandra nodes whose wall clock can be set
 * @param smallDisk what Cassandra node 1's commit log lies on, if it has a disk of its own
 */
record Testbed(
    Nodes nodes,
    Database database,
    Network network,
    Map<Integer, FakeClock> nodeClocks,
    Map<Integer, FakeClock> databaseClocks,
    Optional<SmallDisk> smallDisk) {
  /** The Cassandra node with the small disk. */
  static final int SMALL_DISK_NODE = 1;
}
