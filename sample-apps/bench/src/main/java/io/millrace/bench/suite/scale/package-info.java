// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The suite {@code scale}: what a record costs as data, keys, partitions and nodes become more, how
 * long a recovery takes as logs become longer, and what that says of a hundred nodes.
 */
@NullMarked
package io.millrace.bench.suite.scale;

import org.jspecify.annotations.NullMarked;
