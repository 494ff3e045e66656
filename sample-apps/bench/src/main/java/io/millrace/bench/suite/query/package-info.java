// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The suite query: looking up keys, filtering for what is rare, and sums over all of many records.
 * Beside Millrace: rows of Cassandra with a storage-attached index, and files of Parquet.
 */
@NullMarked
package io.millrace.bench.suite.query;

import org.jspecify.annotations.NullMarked;
