// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Merges the small blocks of idle partitions into packs, in the store, beside whatever owners do.
 * Needs no running node and disturbs none; {@code docs/commit-log.md} tells why nothing is lost.
 */
@NullMarked
package io.millrace.compact;

import org.jspecify.annotations.NullMarked;
