// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The data of the suites codec and query, the same bytes for both sides. Needs nothing but the JDK.
 */
@NullMarked
package io.millrace.bench.peer.data;

import org.jspecify.annotations.NullMarked;
