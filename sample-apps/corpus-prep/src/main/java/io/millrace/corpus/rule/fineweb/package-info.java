// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The heuristic rules of FineWeb: Penedo et al., "The FineWeb Datasets: Decanting the Web for the
 * Finest Text Data at Scale", arXiv 2406.17557, section 3.6; datatrove: {@code
 * FineWebQualityFilter}.
 */
@NullMarked
package io.millrace.corpus.rule.fineweb;

import org.jspecify.annotations.NullMarked;
