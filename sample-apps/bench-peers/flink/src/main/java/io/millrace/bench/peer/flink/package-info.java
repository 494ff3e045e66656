// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Flink between topics of a local Kafka broker, as a peer of the streaming suites. */
@NullMarked
package io.millrace.bench.peer.flink;

import org.jspecify.annotations.NullMarked;
