// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import com.google.protobuf.ByteString;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import java.util.Optional;

/**
 * What a processor may know besides the record or timer. Valid during one call only. One that is
 * made of the state alone, for a test, knows no times and no timers.
 */
@FunctionalInterface
public interface Context {
  /** Stands for a partition that has seen no event time yet. */
  long NO_WATERMARK = Long.MIN_VALUE;

  /** The state of the key, empty if it has none. */
  Optional<ByteString> state();

  /**
   * The partition's event-time watermark before this record: nothing older is expected. Never goes
   * back within a partition, whoever owns it.
   *
   * @return milliseconds since 1970-01-01T00:00Z, or {@link #NO_WATERMARK}
   */
  default long watermarkMs() {
    return NO_WATERMARK;
  }

  /**
   * The time by the clock of the partition's owner. Never goes back within a partition, whoever
   * owns it; the same for all records of a batch.
   *
   * @return milliseconds since 1970-01-01T00:00Z
   */
  default long processingTimeMs() {
    return 0;
  }

  /** The key's timer of this kind and name, empty if it is not set; one that fires now is not. */
  default Optional<Timer> timer(TimeKind kind, String name) {
    return Optional.empty();
  }
}
