// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Compactions that are disturbed at each of their steps. */
@NullMarked
package io.millrace.compact;

import org.jspecify.annotations.NullMarked;
