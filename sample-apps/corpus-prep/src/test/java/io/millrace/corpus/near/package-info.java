// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of finding near duplicates. */
@NullMarked
package io.millrace.corpus.near;

import org.jspecify.annotations.NullMarked;
