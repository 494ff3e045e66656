// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The quality and repetition rules of Gopher: Rae et al., "Scaling Language Models: Methods,
 * Analysis &amp; Insights from Training Gopher", arXiv 2112.11446, appendix A.1.1. Each class is
 * one measure; thresholds come from the recipe.
 */
@NullMarked
package io.millrace.corpus.rule.gopher;

import org.jspecify.annotations.NullMarked;
