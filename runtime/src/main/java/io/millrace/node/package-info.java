// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Puts a node together from its settings, and takes it apart again. The only place where things are
 * wired.
 */
@NullMarked
package io.millrace.node;

import org.jspecify.annotations.NullMarked;
