// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of the package of this name. */
@NullMarked
package io.millrace.corpus.rule;

import org.jspecify.annotations.NullMarked;
