// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import java.util.Optional;
import java.util.UUID;

/** Knows which jobs take no records at present. Thread-safe; must not block. */
@FunctionalInterface
public interface Pause {
  /**
   * Why the job takes no records, in words for producers; empty if it does.
   *
   * @param fromStage whether another stage of the job sends them
   */
  Optional<String> reason(UUID job, boolean fromStage);
}
