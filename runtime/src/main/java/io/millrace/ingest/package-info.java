// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Brings records from a stream to the partitions' owners: routes, groups, bounds what is in flight,
 * and sends again whatever was not answered. Knows nothing of gRPC calls.
 */
@NullMarked
package io.millrace.ingest;

import org.jspecify.annotations.NullMarked;
