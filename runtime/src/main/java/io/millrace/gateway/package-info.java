// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The door of a node: gRPC, and the same as HTTP and JSON, on one port. Checks every request, turns
 * failures into statuses, and lets each call's flow control reach the streams behind it.
 */
@NullMarked
package io.millrace.gateway;

import org.jspecify.annotations.NullMarked;
