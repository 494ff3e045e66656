// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The light Java client: submits records so that none is lost or done twice, and reads results.
 * Speaks gRPC only; knows nothing of actors and databases.
 */
@NullMarked
package io.millrace.client;

import org.jspecify.annotations.NullMarked;
