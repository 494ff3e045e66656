// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Turns kept documents into token ids, stores the ids once per tokenizer, and packs them into
 * sequences and files for training. Takes documents through {@code KeptDocuments}; knows nothing of
 * jobs nor of gRPC.
 */
@NullMarked
package io.millrace.corpus.token;

import org.jspecify.annotations.NullMarked;
