// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Trains dictionaries on what a node's jobs write and puts them in force where they make columns
 * smaller. Sees encoded blocks only, works on a thread of its own, and knows nothing of actors.
 */
@NullMarked
package io.millrace.dictionary;

import org.jspecify.annotations.NullMarked;
