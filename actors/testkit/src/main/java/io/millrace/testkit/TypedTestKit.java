// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.ResultRecord;
import io.millrace.model.Timer;
import io.millrace.serde.Serde;
import io.millrace.serde.StateSerde;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A {@link TestKit} whose keys, values, states and results are encoded and decoded on the way; all
 * else is asked of {@link #kit}. Comes from {@link TestKit#typed}. Not thread-safe.
 */
public final class TypedTestKit<K, V, S, R> {
  private final TestKit kit;
  private final Serde<K> keySerde;
  private final Serde<V> valueSerde;
  private final StateSerde<S> stateSerde;
  private final Serde<R> resultSerde;

  TypedTestKit(
      TestKit kit,
      Serde<K> keySerde,
      Serde<V> valueSerde,
      StateSerde<S> stateSerde,
      Serde<R> resultSerde) {
    this.kit = kit;
    this.keySerde = keySerde;
    this.valueSerde = valueSerde;
    this.stateSerde = stateSerde;
    this.resultSerde = resultSerde;
  }

  /** The kit underneath: crashes, time, quarantine. */
  public TestKit kit() {
    return kit;
  }

  /** The record of these, to be given more before it is sent. */
  public TestRecord record(K key, V value) {
    return TestRecord.of(keySerde.encode(key), valueSerde.encode(value));
  }

  /** Sends a record. */
  public TypedTestKit<K, V, S, R> send(K key, V value) {
    kit.send(record(key, value));
    return this;
  }

  /** Sends a record with an event time. */
  public TypedTestKit<K, V, S, R> send(K key, V value, Instant eventTime) {
    kit.send(record(key, value).at(eventTime));
    return this;
  }

  /** A result, decoded. */
  public record Result<K, R>(K key, R value, ResultRecord raw) {
    /** Milliseconds since 1970-01-01T00:00Z, or {@link DataRecord#NO_EVENT_TIME}. */
    public long eventTimeMs() {
      return raw.eventTimeMs();
    }
  }

  /** Committed main results, in order. */
  public List<Result<K, R>> results() {
    return results(ResultRecord.MAIN, resultSerde);
  }

  /** Committed results of this tag, in order. */
  public List<Result<K, R>> results(String tag) {
    return results(tag, resultSerde);
  }

  /** Committed results of this tag that have another type, in order. */
  public <X> List<Result<K, X>> results(String tag, Serde<X> serde) {
    return kit.results(tag).stream()
        .map(
            result ->
                new Result<>(keySerde.decode(result.key()), serde.decode(result.value()), result))
        .toList();
  }

  /** Values of the committed main results, in order. */
  public List<R> values() {
    return results().stream().map(Result::value).toList();
  }

  /** Committed state of a key. */
  public Optional<S> state(K key) {
    ByteString encoded = keySerde.encode(key);
    return kit.state(encoded).map(bytes -> stateSerde.decode(encoded, bytes));
  }

  /** Committed timers of a key, by kind and name. */
  public List<Timer> timers(K key) {
    return kit.timers(keySerde.encode(key));
  }
}
