// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Folds many records into few facts: counts, sums, means, and sketches of what would be too large
 * to keep. Knows nothing of windows, actors or storage: bytes in, bytes out.
 */
@NullMarked
package io.millrace.aggregate;

import org.jspecify.annotations.NullMarked;
