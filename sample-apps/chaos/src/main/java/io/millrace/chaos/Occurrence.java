// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.time.Duration;
import java.util.Optional;

/**
 * How one fault went.
 *
 * @param fault its name
 * @param acknowledgedMeanwhile records acknowledged between injection and mending
 * @param first from injection until a record submitted after it was acknowledged, in one of the
 *     partitions hit
 * @param recovered from mending until all partitions had acknowledged a record submitted after it
 * @param rescues nodes that had to be restarted because the others had downed them
 */
record Occurrence(
    String fault,
    long acknowledgedMeanwhile,
    Optional<Duration> first,
    Optional<Duration> recovered,
    int rescues) {}
