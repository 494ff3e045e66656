// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Turns values into bytes and back, and says which version of a key's state the bytes are. Knows
 * neither processors nor partitions.
 */
@NullMarked
package io.millrace.serde;

import org.jspecify.annotations.NullMarked;
