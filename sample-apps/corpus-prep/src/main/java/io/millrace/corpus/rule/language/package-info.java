// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Says which language a text is in, by models that others keep: a light one and a heavy one. Knows
 * nothing of rules.
 */
@NullMarked
package io.millrace.corpus.rule.language;

import org.jspecify.annotations.NullMarked;
