// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Runs contenders under loads in turns, makes of what was measured results, pages and charts, and
 * holds what suites share: database, node, peers' processes. Knows no suite.
 */
@NullMarked
package io.millrace.bench.suite;

import org.jspecify.annotations.NullMarked;
