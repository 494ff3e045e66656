// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The suite codec: how fast records become stored bytes and records again, and how many bytes they
 * are. Beside our blocks: compression alone, files of Parquet and Avro, rows in Cassandra.
 */
@NullMarked
package io.millrace.bench.suite.codec;

import org.jspecify.annotations.NullMarked;
