// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What the machine can do at most: a stream that carries records to nowhere, commits of bytes that
 * nobody made, copies from memory to memory. Every other suite's figure is a share of one of these.
 */
@NullMarked
package io.millrace.bench.suite.limits;

import org.jspecify.annotations.NullMarked;
