// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Runs one partition: takes batches in order, runs the processor, seals blocks, commits them and
 * only then answers. The decisions are plain classes; the actor listens, asks them and speaks.
 */
@NullMarked
package io.millrace.partition;

import org.jspecify.annotations.NullMarked;
