// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps keys that find no room in memory in a RocksDB on the node's own disk. Only a cache of the
 * block log: it is emptied at each start, and nothing in it is ever read by another process.
 */
@NullMarked
package io.millrace.cold;

import org.jspecify.annotations.NullMarked;
