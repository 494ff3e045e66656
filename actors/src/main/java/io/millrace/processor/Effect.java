// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one record or timer changes: results, the key's state and timers, messages to other stages,
 * or nothing but a refusal. Immutable.
 *
 * @param outputs results in the order they were emitted
 * @param stateAction what becomes of the key's state
 * @param state the new state if {@code stateAction} is SET, otherwise empty
 * @param timers timers of the key to set or clear, in order
 * @param messages what goes to other stages of the job, in order
 * @param refusal why the record is refused; then nothing else changes
 */
public record Effect(
    List<Output> outputs,
    StateAction stateAction,
    ByteString state,
    List<TimerSetting> timers,
    List<Message> messages,
    Optional<String> refusal) {
  private static final Effect NONE = refusal(Optional.empty());

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

  /**
   * What becomes of one of the key's timers.
   *
   * @param kind which clock it goes by
   * @param name as of {@link Timer}
   * @param present whether it is set; if not, it is cleared
   * @param timeMs when it is due, milliseconds since 1970-01-01T00:00Z; 0 if cleared
   */
  public record TimerSetting(TimeKind kind, String name, boolean present, long timeMs) {
    public TimerSetting {
      new Timer(kind, name, timeMs);
      if (!present && timeMs != 0) {
        throw new IllegalArgumentException(
            "timer '" + name + "': time " + timeMs + " (expected: 0 where it is cleared)");
      }
    }
  }

  /**
   * A record for another stage of the job.
   *
   * @param stage the stage's name
   * @param key decides who gets it, at least 1 byte
   * @param value what the stage works on
   * @param eventTimeMs milliseconds since 1970-01-01T00:00Z, or {@link DataRecord#NO_EVENT_TIME}
   * @param fields small facts beside the value
   */
  public record Message(
      String stage, ByteString key, ByteString value, long eventTimeMs, Fields fields) {
    public Message {
      if (stage.isEmpty()) {
        throw new IllegalArgumentException("stage: '' (expected: the name of a stage of the job)");
      }
      if (key.isEmpty()) {
        throw new IllegalArgumentException(
            "key of a message to stage '" + stage + "': empty (expected: at least 1 byte)");
      }
    }
  }

  public Effect {
    outputs = List.copyOf(outputs);
    timers = List.copyOf(timers);
    messages = List.copyOf(messages);
    if (refusal.isPresent()
        && !(outputs.isEmpty()
            && stateAction == StateAction.KEEP
            && timers.isEmpty()
            && messages.isEmpty())) {
      throw new IllegalArgumentException(
          "outputs: "
              + outputs.size()
              + ", state: "
              + stateAction
              + ", timers: "
              + timers.size()
              + ", messages: "
              + messages.size()
              + " (expected: a refusal changes nothing else)");
    }
  }

  /** Changes nothing. */
  public static Effect none() {
    return NONE;
  }

  /** Refuses the record for good; its sender is told the reason. */
  public static Effect refuse(String reason) {
    return refusal(Optional.of(reason));
  }

  private static Effect refusal(Optional<String> reason) {
    return new Effect(List.of(), StateAction.KEEP, ByteString.EMPTY, List.of(), List.of(), reason);
  }

  /** Starts an effect. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers what a record changes. Not thread-safe. */
  public static final class Builder {
    // One output, as most effects have, is a list already that the effect need not copy.
    private List<Output> outputs = List.of();
    private List<TimerSetting> timers = List.of();
    private List<Message> messages = List.of();
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
      var output = new Output(tag, value, fields);
      if (outputs.isEmpty()) {
        outputs = List.of(output);
        return this;
      }
      outputs = outputs.size() == 1 ? new ArrayList<>(outputs) : outputs;
      outputs.add(output);
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

    /**
     * Sets a timer of the key, or moves it if it is set already. A time that has come fires soon.
     *
     * @param timeMs when it is due, milliseconds since 1970-01-01T00:00Z
     */
    public Builder setTimer(TimeKind kind, String name, long timeMs) {
      return add(new TimerSetting(kind, name, true, timeMs));
    }

    /** Clears a timer of the key; nothing happens if it is not set. */
    public Builder clearTimer(TimeKind kind, String name) {
      return add(new TimerSetting(kind, name, false, 0));
    }

    private Builder add(TimerSetting setting) {
      timers = timers.isEmpty() ? new ArrayList<>(1) : timers;
      timers.add(setting);
      return this;
    }

    /** Sends a record without event time and fields to another stage of the job. */
    public Builder send(String stage, ByteString key, ByteString value) {
      return send(stage, key, value, DataRecord.NO_EVENT_TIME, Fields.EMPTY);
    }

    /**
     * Sends a record to another stage of the job.
     *
     * @param eventTimeMs milliseconds since 1970-01-01T00:00Z, or {@link DataRecord#NO_EVENT_TIME}
     */
    public Builder send(
        String stage, ByteString key, ByteString value, long eventTimeMs, Fields fields) {
      messages = messages.isEmpty() ? new ArrayList<>(1) : messages;
      messages.add(new Message(stage, key, value, eventTimeMs, fields));
      return this;
    }

    /** The effect. */
    public Effect build() {
      return new Effect(outputs, stateAction, state, timers, messages, Optional.empty());
    }
  }
}
