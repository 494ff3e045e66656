// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** The project that docs/tutorial.md writes. There it has no package. */
@NullMarked
package io.millrace.docs.tutorial;

import org.jspecify.annotations.NullMarked;
