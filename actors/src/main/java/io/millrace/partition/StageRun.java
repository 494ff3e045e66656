// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.processor.Job;

/**
 * What a partition runs.
 *
 * @param job the job as the partition's stage sees it
 * @param routes where the stage's outputs go
 */
public record StageRun(Job job, Routes routes) {}
