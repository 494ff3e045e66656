// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Files of Parquet and Avro, written and read by their own libraries, as peers of the suites codec
 * and query.
 */
@NullMarked
package io.millrace.bench.peer.files;

import org.jspecify.annotations.NullMarked;
