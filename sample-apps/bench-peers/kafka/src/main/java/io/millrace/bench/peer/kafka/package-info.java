// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Kafka Streams over a local broker, as a peer of the streaming suites; the broker for whoever else
 * needs one.
 */
@NullMarked
package io.millrace.bench.peer.kafka;

import org.jspecify.annotations.NullMarked;
