// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The suites {@code keyed-state} and {@code window}: records are sent, counted by key, and a reader
 * sees every result. Ours is a node of its own; the peers are Kafka Streams, Flink and Hazelcast.
 */
@NullMarked
package io.millrace.bench.suite.stream;

import org.jspecify.annotations.NullMarked;
