// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import io.millrace.model.DataRecord;
import org.jspecify.annotations.Nullable;

/**
 * A row of an answer that is not grouped.
 *
 * @param eventTimeMs its event time, or {@link DataRecord#NO_EVENT_TIME}
 * @param values what the query shows of it: each null, String, Long, Double, Boolean, Instant,
 *     ByteString or Fields
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Row(
    int partition, long block, int index, long eventTimeMs, @Nullable Object[] values) {}
