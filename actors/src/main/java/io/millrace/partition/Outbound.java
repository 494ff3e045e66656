// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.partition.PartitionCommand.Request;
import java.util.function.Consumer;

/**
 * How what partitions owe to other stages gets there.
 *
 * @param carriers makes what carries it, one for each term
 * @param region takes requests to any partition of the cluster; must not block
 */
public record Outbound(Carrier.Maker carriers, Consumer<Request> region) {}
