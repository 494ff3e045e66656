// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Recipes: which rules with which thresholds a run goes by. Reads, checks and names them; knows the
 * rules' settings, not what a run does with them.
 */
@NullMarked
package io.millrace.corpus.recipe;

import org.jspecify.annotations.NullMarked;
