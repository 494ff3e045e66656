// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Takes single lines out of a text that may be worth keeping: boilerplate, and the line rules of C4
 * (see {@code rule.c4} for the paper).
 */
@NullMarked
package io.millrace.corpus.rule.line;

import org.jspecify.annotations.NullMarked;
