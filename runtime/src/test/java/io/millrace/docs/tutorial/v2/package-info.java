// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** The job of docs/tutorial.md once its code has changed. */
@NullMarked
package io.millrace.docs.tutorial.v2;

import org.jspecify.annotations.NullMarked;
