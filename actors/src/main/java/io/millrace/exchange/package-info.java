// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Carries records between the stages of a job: from a partition's committed outbox to the
 * partitions of the next stage, in order, until they are durable there. Stands to a partition as a
 * gateway's session does; knows no actor and no clock.
 */
@NullMarked
package io.millrace.exchange;

import org.jspecify.annotations.NullMarked;
