// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.nio.file.Path;
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
 * @param smallDisk folder of Cassandra node 1's commit log on a file system of its own, if it has
 *     one
 */
record Testbed(
    Nodes nodes,
    Database database,
    Network network,
    Map<Integer, FakeClock> nodeClocks,
    Map<Integer, FakeClock> databaseClocks,
    Optional<Path> smallDisk) {
  /** The Cassandra node with the small disk. */
  static final int SMALL_DISK_NODE = 1;
}
