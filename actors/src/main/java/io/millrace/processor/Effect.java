// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import com.google.protobuf.ByteString;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one record changes: results, the key's state, or nothing but a refusal. Immutable.
 *
 * @param outputs results in the order they were emitted
 * @param stateAction what becomes of the key's state
 * @param state the new state if {@code stateAction} is SET, otherwise empty
 * @param refusal why the record is refused; then there are no outputs and the state is kept
 */
public record Effect(
    List<Output> outputs, StateAction stateAction, ByteString state, Optional<String> refusal) {
  private static final Effect NONE =
      new Effect(List.of(), StateAction.KEEP, ByteString.EMPTY, Optional.empty());

  /** What becomes of a key's state. */
  public enum StateAction {
    /** It stays as it is. */
    KEEP,
    /** It is replaced. */
    SET,
    /** It is removed. */
    DELETE
  }

  /**
   * One result; its key is the record's.
   *
   * @param tag {@link ResultRecord#MAIN} or the name of a side output
   * @param value the result itself
   * @param fields named facts about it
   */
  public record Output(String tag, ByteString value, Fields fields) {}

  public Effect {
    outputs = List.copyOf(outputs);
    if (refusal.isPresent() && !(outputs.isEmpty() && stateAction == StateAction.KEEP)) {
      throw new IllegalArgumentException(
          "outputs: "
              + outputs.size()
              + ", state: "
              + stateAction
              + " (expected: a refusal changes nothing else)");
    }
  }

  /** Changes nothing. */
  public static Effect none() {
    return NONE;
  }

  /** Refuses the record for good; its sender is told the reason. */
  public static Effect refuse(String reason) {
    return new Effect(List.of(), StateAction.KEEP, ByteString.EMPTY, Optional.of(reason));
  }

  /** Starts an effect. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers what a record changes. Not thread-safe. */
  public static final class Builder {
    private final ArrayList<Output> outputs = new ArrayList<>(1);
    private StateAction stateAction = StateAction.KEEP;
    private ByteString state = ByteString.EMPTY;

    private Builder() {}

    /** Adds a main result without fields: the newest one answers for the key. */
    public Builder emit(ByteString value) {
      return emit(value, Fields.EMPTY);
    }

    /** Adds a main result: the newest one answers for the key. */
    public Builder emit(ByteString value, Fields fields) {
      return emitTo(ResultRecord.MAIN, value, fields);
    }

    /** Adds a result without fields to a side output, which scans and tails show by its name. */
    public Builder emitTo(String tag, ByteString value) {
      return emitTo(tag, value, Fields.EMPTY);
    }

    /** Adds a result to a side output, which scans and tails show by its name. */
    public Builder emitTo(String tag, ByteString value, Fields fields) {
      outputs.add(new Output(tag, value, fields));
      return this;
    }

    /** Replaces the key's state. */
    public Builder setState(ByteString newState) {
      stateAction = StateAction.SET;
      state = newState;
      return this;
    }

    /** Removes the key's state. */
    public Builder deleteState() {
      stateAction = StateAction.DELETE;
      state = ByteString.EMPTY;
      return this;
    }

    /** The effect. */
    public Effect build() {
      return new Effect(outputs, stateAction, state, Optional.empty());
    }
  }
}
