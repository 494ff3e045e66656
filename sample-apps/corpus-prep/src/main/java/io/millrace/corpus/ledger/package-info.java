// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Answers from what was decided and stored about documents, without reading a text again. Knows
 * neither where the decisions lie nor how they were made.
 */
@NullMarked
package io.millrace.corpus.ledger;

import org.jspecify.annotations.NullMarked;
