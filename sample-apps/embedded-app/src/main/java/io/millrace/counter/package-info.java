// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Counts words in an application that has its own node inside. Shows all that embedding takes. */
@NullMarked
package io.millrace.counter;

import org.jspecify.annotations.NullMarked;
