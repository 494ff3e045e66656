// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The small values that every part of Millrace speaks of: records, tokens, partitions, epochs,
 * receipts, errors. Knows nothing of actors, databases or the network.
 */
@NullMarked
package io.millrace.model;

import org.jspecify.annotations.NullMarked;
