// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Peers of the suite {@code ingest} that write records as rows with the plain driver, each in a
 * process of its own. They know nothing of Millrace.
 */
@NullMarked
package io.millrace.bench.suite.ingest.driver;

import org.jspecify.annotations.NullMarked;
