// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.Token;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import io.millrace.serde.Serde;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Applies a function to each record's value. Results are side outputs, so that the partition need
 * not remember a key per item. Throws as long as the partition is to try again; then the failure is
 * the result. Not thread-safe.
 *
 * <p>Counts the tries on the record at hand in fields: a recovery loses no more than a count.
 */
final class MapProcessor<T, R> implements Processor {
  /** Side output of results. */
  static final String MAPPED = "mapped";

  /** Side output of failures: why, in the field {@link #REASON}. */
  static final String FAILED = "failed";

  /** Field of a failure: why. */
  static final String REASON = "reason";

  /** Field of every result: hash of the item, an unsigned 32-bit number. */
  static final String ITEM = "item";

  /** Field of the record that starts a run: kept as the run's main result. */
  static final String RUN = "map.run";

  /** Field of that result: only map functions answer so. */
  static final String STARTED = "map.started";

  private static final int REASON_LENGTH_MAX = 1_000;

  private final Serde<T> items;
  private final Serde<R> results;
  private final Function<? super T, ? extends R> function;
  private final int retries;
  private @Nullable DataRecord failing;
  private int failures;

  MapProcessor(
      Serde<T> items, Serde<R> results, Function<? super T, ? extends R> function, int retries) {
    this.items = items;
    this.results = results;
    this.function = function;
    this.retries = retries;
  }

  @Override
  public Effect process(DataRecord record, Context context) {
    if (record.fields().contains(RUN)) {
      return Effect.builder().emit(record.value(), Fields.of(STARTED, 1L)).build();
    }
    try {
      ByteString result = apply(record.value());
      failing = null;
      return Effect.builder().emitTo(MAPPED, result, Fields.of(ITEM, hash(record.value()))).build();
    } catch (RuntimeException | StackOverflowError failure) {
      countFailure(record);
      if (failures <= retries && mayPass(failure)) {
        throw failure;
      }
      failing = null;
      return failed(record, failure);
    }
  }

  private ByteString apply(ByteString bytes) {
    T item;
    try {
      item = items.decode(bytes);
    } catch (RuntimeException | StackOverflowError e) {
      throw MillraceException.of(Kind.CALLER, "item cannot be decoded", e)
          .with("serde", items.name())
          .with("cause", e);
    }
    @Nullable R result = function.apply(item);
    if (result == null) {
      throw MillraceException.of(Kind.CALLER, "function gave null (expected: a result)");
    }
    try {
      return results.encode(result);
    } catch (RuntimeException | StackOverflowError e) {
      throw MillraceException.of(Kind.CALLER, "result cannot be encoded", e)
          .with("serde", results.name())
          .with("cause", e);
    }
  }

  private void countFailure(DataRecord record) {
    boolean again = failing != null && failing.key().equals(record.key());
    failures = again ? failures + 1 : 1;
    failing = record;
  }

  /** As the partition sees it: a failure of kind CALLER lies in the item itself. */
  private static boolean mayPass(Throwable failure) {
    return !(failure instanceof MillraceException e && e.kind() == Kind.CALLER);
  }

  private static Effect failed(DataRecord record, Throwable failure) {
    String reason =
        failure instanceof MillraceException e ? e.getMessage() : String.valueOf(failure);
    String shown =
        reason.length() <= REASON_LENGTH_MAX ? reason : reason.substring(0, REASON_LENGTH_MAX);
    return Effect.builder()
        .emitTo(FAILED, ByteString.EMPTY, Fields.of(REASON, shown, ITEM, hash(record.value())))
        .build();
  }

  /** What tells one item from another, well enough to notice that a run's input has changed. */
  static long hash(ByteString item) {
    return Integer.toUnsignedLong(Token.of(item));
  }
}
