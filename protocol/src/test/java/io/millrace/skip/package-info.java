// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Tests of what the index says of blocks. */
@NullMarked
package io.millrace.skip;

import org.jspecify.annotations.NullMarked;
