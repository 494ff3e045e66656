// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What users write: a job and the processor that runs on its partitions. Knows nothing of actors,
 * databases or the network, so a processor can be tested with plain calls.
 */
@NullMarked
package io.millrace.processor;

import org.jspecify.annotations.NullMarked;
