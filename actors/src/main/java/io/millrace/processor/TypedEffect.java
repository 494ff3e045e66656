// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import com.google.protobuf.ByteString;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import io.millrace.model.TimeKind;
import io.millrace.serde.Serde;
import io.millrace.serde.StateSerde;
import org.jspecify.annotations.Nullable;

/**
 * What one record changes, gathered step by step: values are encoded as they are added. Comes from
 * a {@link TypedContext}, for one record. Not thread-safe.
 */
public final class TypedEffect<S, R> {
  private final ByteString key;
  private final StateSerde<S> stateSerde;
  private final Serde<R> resultSerde;
  private final Effect.Builder effect = Effect.builder();
  private boolean changes;
  private @Nullable String refusal;

  TypedEffect(ByteString key, StateSerde<S> stateSerde, Serde<R> resultSerde) {
    this.key = key;
    this.stateSerde = stateSerde;
    this.resultSerde = resultSerde;
  }

  TypedEffect(ByteString key, StateSerde<S> stateSerde, Serde<R> resultSerde, String refusal) {
    this(key, stateSerde, resultSerde);
    this.refusal = refusal;
  }

  /** Adds a main result: the newest one answers for the key. */
  public TypedEffect<S, R> emit(R result) {
    return emit(result, Fields.EMPTY);
  }

  /** Adds a main result with named facts about it. */
  public TypedEffect<S, R> emit(R result, Fields fields) {
    change().emit(Typed.encode("result", resultSerde, key, result), fields);
    return this;
  }

  /** Adds a result to a side output, which scans and tails show by its name. */
  public TypedEffect<S, R> emitTo(String tag, R result) {
    return emitTo(tag, resultSerde, result);
  }

  /** The same with a result of another type. */
  public <X> TypedEffect<S, R> emitTo(String tag, Serde<X> serde, X result) {
    if (tag.equals(ResultRecord.MAIN)) {
      throw new IllegalArgumentException("tag: '' (expected: a name; emit adds main results)");
    }
    change().emitTo(tag, Typed.encode("result", serde, key, result), Fields.EMPTY);
    return this;
  }

  /** Replaces the key's state. */
  public TypedEffect<S, R> setState(S state) {
    change().setState(Typed.encode("state", stateSerde.name(), stateSerde::encode, key, state));
    return this;
  }

  /** Removes the key's state. */
  public TypedEffect<S, R> deleteState() {
    change().deleteState();
    return this;
  }

  /** As {@link Effect.Builder#setTimer}. */
  public TypedEffect<S, R> setTimer(TimeKind kind, String name, long timeMs) {
    change().setTimer(kind, name, timeMs);
    return this;
  }

  /** As {@link Effect.Builder#clearTimer}. */
  public TypedEffect<S, R> clearTimer(TimeKind kind, String name) {
    change().clearTimer(kind, name);
    return this;
  }

  /** As {@link Effect.Builder#send(String, ByteString, ByteString)}. */
  public TypedEffect<S, R> send(String stage, ByteString messageKey, ByteString value) {
    change().send(stage, messageKey, value);
    return this;
  }

  /** As {@link Effect.Builder#send(String, ByteString, ByteString, long, Fields)}. */
  public TypedEffect<S, R> send(
      String stage, ByteString messageKey, ByteString value, long eventTimeMs, Fields fields) {
    change().send(stage, messageKey, value, eventTimeMs, fields);
    return this;
  }

  /** Sends a record of Java types to another stage of the job, without event time and fields. */
  public <X, Y> TypedEffect<S, R> send(
      String stage, Serde<X> keySerde, X messageKey, Serde<Y> valueSerde, Y value) {
    return send(
        stage,
        Typed.encode("key of a message", keySerde, key, messageKey),
        Typed.encode("value of a message", valueSerde, key, value));
  }

  private Effect.Builder change() {
    if (refusal != null) {
      throw new IllegalStateException("refused record: expected no other change beside a refusal");
    }
    changes = true;
    return effect;
  }

  Effect build() {
    if (refusal != null) {
      return Effect.refuse(refusal);
    }
    return changes ? effect.build() : Effect.none();
  }
}
