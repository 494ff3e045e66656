// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Reads committed results: by key, partition by partition, or live. Asks an actor only for where a
 * key's newest result lies; everything else comes from the block log.
 */
@NullMarked
package io.millrace.query;

import org.jspecify.annotations.NullMarked;
