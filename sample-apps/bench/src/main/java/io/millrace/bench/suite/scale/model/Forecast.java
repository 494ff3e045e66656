// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

import java.util.OptionalDouble;

/**
 * What the model says of a cluster.
 *
 * @param nodes of Millrace
 * @param partitions of the job
 * @param imbalance partitions of the fullest node by their mean
 * @param recordsPerSecond until the fullest node has no more room
 * @param cpuSecondsPerMillion of clients, nodes and database with all replicas
 * @param databaseNodes that this takes
 * @param commitsPerSecond compare-and-sets, at most
 * @param commitsPerDatabaseNode that the most loaded database node takes part in
 * @param nodeInBytesPerSecond network into a node, in the mean
 * @param nodeOutBytesPerSecond network out of a node, in the mean
 * @param diskBytesPerSecond written by a database node, in the mean
 * @param storedBytesPerDay of all replicas
 * @param failedPartitions of the fullest node
 * @param recoverySeconds from its crash until the last of them serves; empty if there is no other
 * @param joinSeconds until one node more has its share
 */
public record Forecast(
    int nodes,
    int partitions,
    double imbalance,
    double recordsPerSecond,
    double cpuSecondsPerMillion,
    int databaseNodes,
    double commitsPerSecond,
    double commitsPerDatabaseNode,
    double nodeInBytesPerSecond,
    double nodeOutBytesPerSecond,
    double diskBytesPerSecond,
    double storedBytesPerDay,
    int failedPartitions,
    OptionalDouble recoverySeconds,
    double joinSeconds) {}
