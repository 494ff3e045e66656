// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

/** Marks what may travel between nodes; every such class is registered with the serializer. */
public interface WireMessage {}
