// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Runs contenders under loads in turns, and makes of what was measured results, pages and charts.
 * Knows no suite and nothing of what a contender is.
 */
@NullMarked
package io.millrace.bench.suite;

import org.jspecify.annotations.NullMarked;
