// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Durable, acknowledged records a second, from the client's call to the receipt: Millrace beside
 * other ways to put keyed records into the same Cassandra.
 */
@NullMarked
package io.millrace.bench.suite.ingest;

import org.jspecify.annotations.NullMarked;
