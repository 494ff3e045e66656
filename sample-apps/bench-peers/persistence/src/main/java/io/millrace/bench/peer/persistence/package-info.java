// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Pekko Persistence Cassandra as a peer: sharded, event-sourced entities that persist one event for
 * each record and answer once it is persisted.
 */
@NullMarked
package io.millrace.bench.peer.persistence;

import org.jspecify.annotations.NullMarked;
