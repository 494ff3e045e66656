// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Puts partitions onto the nodes of a Pekko cluster and carries their messages between nodes.
 * Safety never rests here: whoever the cluster takes for an owner, only the block log decides.
 */
@NullMarked
package io.millrace.cluster;

import org.jspecify.annotations.NullMarked;
