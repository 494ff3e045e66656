// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What one partition commits at once, and its bytes: {@code docs/block-format.md} tells the layout.
 * Trusts no byte that it reads; knows nothing of where blocks are kept.
 */
@NullMarked
package io.millrace.block;

import org.jspecify.annotations.NullMarked;
