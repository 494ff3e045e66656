// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import io.millrace.block.ResultColumns;

/**
 * The results of one block, and where it lies.
 *
 * @param partition number of the partition
 * @param block number of the block, from 1
 */
public record BlockRows(ResultColumns columns, int partition, long block) {}
