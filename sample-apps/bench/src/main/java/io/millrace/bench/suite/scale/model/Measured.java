// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

/**
 * What was measured on one machine, for the model to begin with. CPU in seconds for a million
 * records.
 *
 * @param clientCpu of producers
 * @param nodeCpu of a node that is the only one
 * @param remoteCpu of nodes, for a million records more that pass from one node to another; 0 up
 * @param databaseCpu of a database of one replica
 * @param recordBytes key and value, as a client sends them
 * @param storedBytes that a record takes on the disk of one replica, with all that is kept beside
 *     it
 * @param recordsPerBlock in the mean
 * @param recoveryMs of one partition, from its claim until it serves
 */
public record Measured(
    double clientCpu,
    double nodeCpu,
    double remoteCpu,
    double databaseCpu,
    double recordBytes,
    double storedBytes,
    double recordsPerBlock,
    double recoveryMs) {
  public Measured {
    check("clientCpu", clientCpu, clientCpu >= 0);
    check("nodeCpu", nodeCpu, nodeCpu > 0);
    check("remoteCpu", remoteCpu, remoteCpu >= 0);
    check("databaseCpu", databaseCpu, databaseCpu > 0);
    check("recordBytes", recordBytes, recordBytes > 0);
    check("storedBytes", storedBytes, storedBytes > 0);
    check("recordsPerBlock", recordsPerBlock, recordsPerBlock > 0);
    check("recoveryMs", recoveryMs, recoveryMs > 0);
  }

  private static void check(String name, double value, boolean isGood) {
    if (!isGood) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: above 0; CPU 0 up)");
    }
  }
}
