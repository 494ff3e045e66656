// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Rules that say which texts are worth keeping: measures of a text, thresholds, and what is taken
 * out of a text that stays. Knows nothing of files, of Millrace or of where thresholds come from.
 */
@NullMarked
package io.millrace.corpus.rule;

import org.jspecify.annotations.NullMarked;
