// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Spark on this machine alone, as a peer of the suite dedup. */
@NullMarked
package io.millrace.bench.peer.spark;

import org.jspecify.annotations.NullMarked;
