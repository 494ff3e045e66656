// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

/**
 * What became of near duplicates.
 *
 * @param clusters of two documents up
 * @param clustered documents in them
 * @param largest documents of the largest one
 * @param compared pairs that were compared and have some similarity
 * @param broken how often a cluster does not keep exactly one: near duplicates for which nobody or
 *     not the same one stays
 */
record NearFigures(long clusters, long clustered, long largest, long compared, long broken) {}
