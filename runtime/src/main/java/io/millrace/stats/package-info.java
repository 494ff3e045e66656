// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Counts what a job's blocks hold and how small they are stored, from their headers and the skip
 * index alone. Needs no running node.
 */
@NullMarked
package io.millrace.stats;

import org.jspecify.annotations.NullMarked;
