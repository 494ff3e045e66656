// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Reads a job's log and snapshots from the store as they lie there and checks every byte. Needs no
 * running node.
 */
@NullMarked
package io.millrace.verify;

import org.jspecify.annotations.NullMarked;
