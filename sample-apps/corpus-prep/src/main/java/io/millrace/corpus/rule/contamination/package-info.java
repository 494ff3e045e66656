// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Finds texts that quote evaluation sets. Brown et al., "Language Models are Few-Shot Learners",
 * arXiv 2005.14165, appendix C: runs of 13 words in common; datatrove: {@code NGramsDecontFilter}.
 */
@NullMarked
package io.millrace.corpus.rule.contamination;

import org.jspecify.annotations.NullMarked;
