// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Hazelcast Jet, embedded, as a peer of the streaming suites. */
@NullMarked
package io.millrace.bench.peer.hazelcast;

import org.jspecify.annotations.NullMarked;
