// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What an application starts from: a node inside its own JVM, or a way to nodes elsewhere. Adds
 * nothing to the node and the client but convenience; no package below knows it.
 */
@NullMarked
package io.millrace;

import org.jspecify.annotations.NullMarked;
