// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a function over a data set: items go into a job as records, results come back from its log
 * and into order. Reaches the service only through the client; keeps no more than a window of items
 * in memory.
 */
@NullMarked
package io.millrace.map;

import org.jspecify.annotations.NullMarked;
