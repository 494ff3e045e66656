// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The stores in Cassandra: payload in plain immutable rows, and one head row per partition that
 * only compare-and-set touches. No type of the driver leaves this package.
 */
@NullMarked
package io.millrace.store.cassandra;

import org.jspecify.annotations.NullMarked;
