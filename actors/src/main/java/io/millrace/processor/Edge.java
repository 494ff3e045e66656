// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import io.millrace.model.ResultRecord;
import java.util.Optional;

/**
 * A way from one stage to another. Outputs that have one travel along it and are no results.
 *
 * @param from name of the stage whose outputs travel
 * @param tag which of them: {@link ResultRecord#MAIN} or the name of a side output
 * @param to name of the stage that gets them
 * @param keyBy the key under which they travel; empty: no output travels by itself, the processor
 *     of {@code from} names the stage and the key of each message that it sends
 */
public record Edge(String from, String tag, String to, Optional<KeyBy> keyBy) {
  /** Whether outputs travel here; otherwise only what a processor sends. */
  public boolean carriesOutputs() {
    return keyBy.isPresent();
  }
}
