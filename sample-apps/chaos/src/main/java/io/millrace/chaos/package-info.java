// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Breaks nodes, networks, disks, clocks and databases under load, and checks afterwards that what
 * was acknowledged is there once and in order. Uses Millrace as any application would.
 */
@NullMarked
package io.millrace.chaos;

import org.jspecify.annotations.NullMarked;
