// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import io.millrace.model.Fields;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import java.util.Optional;

/**
 * What a typed function may know besides the record or timer, and where its effects start. Valid
 * during one call only.
 */
public interface TypedContext<S, R> {
  /**
   * The state of the record's key, empty if it has none. Decoded when it is first asked for.
   *
   * @throws io.millrace.serde.UnreadableStateException stops the partition; not to be caught
   */
  Optional<S> state();

  /** As {@link Context#watermarkMs}. */
  long watermarkMs();

  /** As {@link Context#processingTimeMs}. */
  long processingTimeMs();

  /** As {@link Context#timer}. */
  Optional<Timer> timer(TimeKind kind, String name);

  /** An effect that changes nothing as long as nothing is added. */
  TypedEffect<S, R> none();

  /** Refuses the record for good; its sender is told the reason. */
  TypedEffect<S, R> refuse(String reason);

  /** Starts an effect with a main result. */
  default TypedEffect<S, R> emit(R result) {
    return none().emit(result);
  }

  /** Starts an effect with a main result and named facts about it. */
  default TypedEffect<S, R> emit(R result, Fields fields) {
    return none().emit(result, fields);
  }

  /** Starts an effect with a new state. */
  default TypedEffect<S, R> setState(S state) {
    return none().setState(state);
  }

  /** Starts an effect with a timer of the key that is set, or moved. */
  default TypedEffect<S, R> setTimer(TimeKind kind, String name, long timeMs) {
    return none().setTimer(kind, name, timeMs);
  }

  /** Starts an effect that removes the key's state. */
  default TypedEffect<S, R> deleteState() {
    return none().deleteState();
  }
}
