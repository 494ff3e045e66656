// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Draws a page of figures, charts and tables as one HTML file that needs nothing else, and as JSON.
 * Knows nothing of documents: whoever reports says what the figures are.
 */
@NullMarked
package io.millrace.corpus.report;

import org.jspecify.annotations.NullMarked;
