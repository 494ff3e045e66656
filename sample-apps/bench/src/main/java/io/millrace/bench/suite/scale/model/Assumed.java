// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

/**
 * What the model takes for given; docs/scaling.md numbers each and says what it was checked by.
 *
 * @param nodeCores of a node's machine, each as fast as one where it was measured
 * @param databaseCores of a database node's machine, likewise
 * @param utilisation share of its cores that the most loaded machine may use, above 0, up to 1
 * @param replicas of each row
 * @param tokens ranges of the ring that each database node has
 * @param partitionsPerNode of the job
 * @param shardsPerNode to a job, at the largest number of nodes
 * @param writes how often a stored byte is written to a disk: commit log, flush, compactions
 * @param detectionSeconds from a crash until its shards are let go
 */
public record Assumed(
    int nodeCores,
    int databaseCores,
    double utilisation,
    int replicas,
    int tokens,
    int partitionsPerNode,
    int shardsPerNode,
    double writes,
    double detectionSeconds) {
  /** Those of docs/scaling.md. */
  public static final Assumed DEFAULT = new Assumed(16, 16, 0.6, 3, 16, 40, 10, 4, 8.5);

  public Assumed {
    if (nodeCores < 1
        || databaseCores < 1
        || !(utilisation > 0 && utilisation <= 1)
        || replicas < 1
        || tokens < 1
        || partitionsPerNode < 1
        || shardsPerNode < 1) {
      throw new IllegalArgumentException(
          "cores: %d, %d, utilisation: %s, replicas: %d, tokens: %d, partitions: %d, shards: %d (expected: 1 up, above 0 to 1, 1 up)"
              .formatted(
                  nodeCores,
                  databaseCores,
                  utilisation,
                  replicas,
                  tokens,
                  partitionsPerNode,
                  shardsPerNode));
    }
  }
}
