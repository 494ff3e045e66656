// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Finds texts that are nearly the same, and keeps one of each cluster of them. Decides only: what
 * is told to whom comes back as messages; knows neither partitions nor the network.
 */
@NullMarked
package io.millrace.corpus.near;

import org.jspecify.annotations.NullMarked;
