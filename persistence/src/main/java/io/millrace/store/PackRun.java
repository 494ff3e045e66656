// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import java.util.UUID;

/**
 * A compaction that was begun.
 *
 * @param id names what it writes, its list among it; random
 * @param base the list that the head named when it began: it can be committed only while that is so
 */
public record PackRun(UUID id, UUID base) {}
