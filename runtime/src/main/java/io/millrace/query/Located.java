// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.model.ResultRecord;

/**
 * A result and its place.
 *
 * @param partition number of the partition
 * @param block number of the block, from 1
 * @param index place in the block, from 0
 */
public record Located(int partition, long block, int index, ResultRecord result) {}
