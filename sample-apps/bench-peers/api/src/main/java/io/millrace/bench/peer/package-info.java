// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What the bench and its peers share: the data, and the lines in which a peer's process is spoken
 * to. Depends on nothing, so that a peer has only what it chose.
 */
@NullMarked
package io.millrace.bench.peer;

import org.jspecify.annotations.NullMarked;
