// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** What every part of corpus-prep calls a document. Knows none of them. */
@NullMarked
package io.millrace.corpus.document;

import org.jspecify.annotations.NullMarked;
