// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the text form of queries: a small SQL. Nothing of the text is guessed at: what the grammar
 * does not have is refused with line, column and what was expected.
 */
@NullMarked
package io.millrace.sql;

import org.jspecify.annotations.NullMarked;
