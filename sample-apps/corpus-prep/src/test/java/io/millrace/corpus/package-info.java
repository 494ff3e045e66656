// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the corpus job. */
@NullMarked
package io.millrace.corpus;

import org.jspecify.annotations.NullMarked;
