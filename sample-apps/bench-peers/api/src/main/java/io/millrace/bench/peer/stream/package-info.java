// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What the contenders of the streaming suites share: the records, how a round sends them, and how
 * it checks each result. Knows no contender.
 */
@NullMarked
package io.millrace.bench.peer.stream;

import org.jspecify.annotations.NullMarked;
