// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.model.PartitionMap;

/**
 * One stage of a registered job.
 *
 * @param name unique in the job
 * @param partitions which of its partitions owns which tokens; the numbers are unique in the job
 */
public record StageMap(String name, PartitionMap partitions) {}
