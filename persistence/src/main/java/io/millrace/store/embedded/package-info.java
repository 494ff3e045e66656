// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Starts the real Cassandra in a child JVM that dies with its parent, so that a laptop or a test
 * needs no database of its own. Knows the server's settings and class path, never its tables.
 */
@NullMarked
package io.millrace.store.embedded;

import org.jspecify.annotations.NullMarked;
