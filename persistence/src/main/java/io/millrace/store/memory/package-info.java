// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The stores in this process's memory, for tests and for trying things. Whatever they promise, they
 * promise until the process ends.
 */
@NullMarked
package io.millrace.store.memory;

import org.jspecify.annotations.NullMarked;
