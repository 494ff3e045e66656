// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/**
 * A producer's watermark with the time it last moved.
 *
 * @param mark how far the producer got
 * @param activeMs time of the block that last moved it, milliseconds since 1970-01-01T00:00Z
 */
public record ProducerState(ProducerMark mark, long activeMs) {
  public ProducerState {
    if (activeMs < 0) {
      throw new IllegalArgumentException("activeMs: " + activeMs + " (expected: >= 0)");
    }
  }
}
