// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Reads documents out of files of many formats as decoded text, in an order that depends on nothing
 * but names, and goes on behind any document. Knows nothing of jobs, records and the network.
 */
@NullMarked
package io.millrace.corpus.read;

import org.jspecify.annotations.NullMarked;
