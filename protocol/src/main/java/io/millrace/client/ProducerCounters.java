// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

/**
 * How a session stands at one moment. Unit of all but the last: records.
 *
 * @param acknowledged answered for good, refused ones among them; each record once
 * @param duplicates what receipts said had been committed before
 * @param refused refusals that were heard; after a reconnect one may be heard twice
 * @param unacknowledged submitted and without answer
 * @param reconnects streams opened after the first
 */
public record ProducerCounters(
    long acknowledged, long duplicates, long refused, int unacknowledged, long reconnects) {}
