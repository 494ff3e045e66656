// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Partitions that a benchmark owns itself, without actors and without a node: their logs are built,
 * committed to and recovered in this process, step by step.
 */
@NullMarked
package io.millrace.bench.owned;

import org.jspecify.annotations.NullMarked;
