// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Finds jobs by name and identity, and so the partition that a key belongs to. The same on every
 * node: any gateway can route any key.
 */
@NullMarked
package io.millrace.routing;

import org.jspecify.annotations.NullMarked;
