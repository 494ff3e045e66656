// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.serde.Keys;
import io.millrace.serde.Serde;
import io.millrace.serde.Serdes;
import io.millrace.serde.StateSerde;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Processor} of a function over Java types:
 *
 * <pre>{@code
 * Job.of("word-count", Typed.keys(utf8()).state(int64()).results(int64())
 *     .process((record, context) -> {
 *       long count = context.state().orElse(0L) + 1;
 *       return context.emit(count).setState(count);
 *     }));
 * }</pre>
 *
 * <p>What is not named is bytes. Immutable: each step gives another one. A key or value that cannot
 * be decoded, and a result or state that cannot be encoded, is a failure of kind CALLER: the record
 * goes to quarantine without another try. A state that cannot be decoded stops the partition.
 */
public final class Typed<K, V, S, R> {
  private final Serde<K> keySerde;
  private final Serde<V> valueSerde;
  private final StateSerde<S> stateSerde;
  private final Serde<R> resultSerde;
  private final Optional<TimerStep<K, S, R>> timerStep;

  private Typed(
      Serde<K> keySerde,
      Serde<V> valueSerde,
      StateSerde<S> stateSerde,
      Serde<R> resultSerde,
      Optional<TimerStep<K, S, R>> timerStep) {
    this.keySerde = keySerde;
    this.valueSerde = valueSerde;
    this.stateSerde = stateSerde;
    this.resultSerde = resultSerde;
    this.timerStep = timerStep;
  }

  /** Starts with the keys. */
  public static <K> Typed<K, ByteString, ByteString, ByteString> keys(Serde<K> serde) {
    return new Typed<>(
        serde, Serdes.bytes(), StateSerde.of(Serdes.bytes()), Serdes.bytes(), Optional.empty());
  }

  /** With values of another type. */
  public <X> Typed<K, X, S, R> values(Serde<X> serde) {
    return new Typed<>(keySerde, serde, stateSerde, resultSerde, timerStep);
  }

  /** With state of another type, in its first version. */
  public <X> Typed<K, V, X, R> state(Serde<X> serde) {
    return state(StateSerde.of(serde));
  }

  /** With state of another type. */
  public <X> Typed<K, V, X, R> state(StateSerde<X> serde) {
    checkNoTimerStep("state");
    return new Typed<>(keySerde, valueSerde, serde, resultSerde, Optional.empty());
  }

  /** With results of another type. */
  public <X> Typed<K, V, S, X> results(Serde<X> serde) {
    checkNoTimerStep("results");
    return new Typed<>(keySerde, valueSerde, stateSerde, serde, Optional.empty());
  }

  private void checkNoTimerStep(String what) {
    if (timerStep.isPresent()) {
      throw new IllegalStateException(
          what + ": named behind onTimer (expected: before it, since its step works on them)");
    }
  }

  /**
   * With a step for timers that are due; name state and results before.
   *
   * @param step one for all partitions, which call it at the same time: it must keep nothing
   */
  public Typed<K, V, S, R> onTimer(TimerStep<K, S, R> step) {
    return new Typed<>(keySerde, valueSerde, stateSerde, resultSerde, Optional.of(step));
  }

  /** Decides what a record changes. */
  @FunctionalInterface
  public interface Step<K, V, S, R> {
    /** The effect, made by {@code context}. */
    TypedEffect<S, R> process(TypedRecord<K, V> record, TypedContext<S, R> context);
  }

  /** Decides what changes now that a timer is due. */
  @FunctionalInterface
  public interface TimerStep<K, S, R> {
    /** The effect, made by {@code context}. */
    TypedEffect<S, R> onTimer(K key, Timer timer, TypedContext<S, R> context);
  }

  /**
   * What a {@link Job} wants.
   *
   * @param step one for all partitions, which call it at the same time: it must keep nothing
   */
  public Supplier<Processor> process(Step<K, V, S, R> step) {
    return () -> new Adapter(step);
  }

  static <T> ByteString encode(String what, Serde<T> serde, ByteString key, T value) {
    return encode(what, serde.name(), serde::encode, key, value);
  }

  static <T> ByteString encode(
      String what, String serde, Function<T, ByteString> encode, ByteString key, T value) {
    try {
      return encode.apply(value);
    } catch (RuntimeException | StackOverflowError e) {
      throw failed(what + " cannot be encoded", serde, key, e);
    }
  }

  private static <T> T decode(String what, Serde<T> serde, ByteString key, ByteString bytes) {
    try {
      return serde.decode(bytes);
    } catch (RuntimeException | StackOverflowError e) {
      throw failed(what + " cannot be decoded", serde.name(), key, e);
    }
  }

  private static MillraceException failed(
      String text, String serde, ByteString key, Throwable cause) {
    return MillraceException.of(Kind.CALLER, text, cause)
        .with("serde", serde)
        .with("key", Keys.show(key))
        .with("cause", cause instanceof MillraceException ? cause.getMessage() : cause);
  }

  /** The processor of one partition; its own context, for the record at hand. */
  private final class Adapter implements Processor, TypedContext<S, R> {
    private final Step<K, V, S, R> step;
    private ByteString key = ByteString.EMPTY;
    private @Nullable Context context;

    /** Null if there is none, or it is decoded. */
    private @Nullable ByteString stored;

    private Optional<S> state = Optional.empty();

    private Adapter(Step<K, V, S, R> step) {
      this.step = step;
    }

    @Override
    public Effect process(DataRecord record, Context itsContext) {
      begin(record.key(), itsContext);
      var typed =
          new TypedRecord<>(
              decode("key", keySerde, key, key),
              decode("value", valueSerde, key, record.value()),
              record);
      return built(step.process(typed, this));
    }

    @Override
    public Effect onTimer(ByteString itsKey, Timer timer, Context itsContext) {
      if (timerStep.isEmpty()) {
        return Processor.super.onTimer(itsKey, timer, itsContext);
      }
      begin(itsKey, itsContext);
      return built(timerStep.get().onTimer(decode("key", keySerde, key, key), timer, this));
    }

    private void begin(ByteString itsKey, Context itsContext) {
      key = itsKey;
      context = itsContext;
      stored = itsContext.state().orElse(null);
      state = Optional.empty();
    }

    private Effect built(@Nullable TypedEffect<S, R> effect) {
      if (effect == null) {
        throw new IllegalStateException(
            "effect: null (expected: what context gives; context.none() changes nothing)");
      }
      return effect.build();
    }

    @Override
    public Optional<S> state() {
      ByteString bytes = stored;
      if (bytes != null) {
        state = Optional.of(stateSerde.decode(key, bytes));
        stored = null;
      }
      return state;
    }

    private Context context() {
      if (context == null) {
        throw new IllegalStateException("context: used before a record or timer came");
      }
      return context;
    }

    @Override
    public long watermarkMs() {
      return context().watermarkMs();
    }

    @Override
    public long processingTimeMs() {
      return context().processingTimeMs();
    }

    @Override
    public Optional<Timer> timer(TimeKind kind, String name) {
      return context().timer(kind, name);
    }

    @Override
    public TypedEffect<S, R> none() {
      return new TypedEffect<>(key, stateSerde, resultSerde);
    }

    @Override
    public TypedEffect<S, R> refuse(String reason) {
      return new TypedEffect<>(key, stateSerde, resultSerde, reason);
    }
  }
}
