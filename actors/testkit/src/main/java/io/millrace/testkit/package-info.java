// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a user's job in a test, on one thread, under its own time: the partitions are the real ones,
 * over stores in memory. Knows no test framework: what is wrong is an {@code AssertionError}.
 */
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;
