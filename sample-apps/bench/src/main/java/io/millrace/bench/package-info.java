// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Measures, so that anyone can repeat the figures we give. Both sides of a comparison run in one
 * command, in turns, on the same machine.
 */
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;
