// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The page rules of C4: Raffel et al., "Exploring the Limits of Transfer Learning with a Unified
 * Text-to-Text Transformer", JMLR 21(140), 2020, section 2.2. Its line rules are in {@code
 * rule.line}.
 */
@NullMarked
package io.millrace.corpus.rule.c4;

import org.jspecify.annotations.NullMarked;
