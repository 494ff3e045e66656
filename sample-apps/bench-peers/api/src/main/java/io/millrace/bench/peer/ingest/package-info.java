// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A round of the suite {@code ingest} in a peer's process: threads that make the records and hand
 * them over, when each is due, and how long each took.
 */
@NullMarked
package io.millrace.bench.peer.ingest;

import org.jspecify.annotations.NullMarked;
