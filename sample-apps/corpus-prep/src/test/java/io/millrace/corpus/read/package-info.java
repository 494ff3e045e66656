// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the readers. */
@NullMarked
package io.millrace.corpus.read;

import org.jspecify.annotations.NullMarked;
