// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Says of a block, in a few bytes kept beside it, what it cannot contain, so that a query passes
 * over it unread. {@code docs/storage.md} tells the bytes; knows nothing of stores or of queries.
 */
@NullMarked
package io.millrace.skip;

import org.jspecify.annotations.NullMarked;
