// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import io.millrace.aggregate.LongFold.Op;
import io.millrace.model.DataRecord;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The usual aggregates:
 *
 * <pre>{@code
 * Aggregates.of(count(), sum("bytes"), distinct("user"), quantiles("ms", 0.5, 0.99))
 * }</pre>
 *
 * <p>Values come from a field of the record, or from a function; then the name only says what the
 * result's field is called, and the function must give the same for the same record and be
 * thread-safe. A record without the field is left out, all but {@link #count} do so; a field of
 * another type is a failure of kind CALLER, which sends the record to quarantine. Thread-safe.
 */
public final class Aggregates {
  private Aggregates() {}

  /** Several as one; no two may put the same field. */
  public static Aggregate of(Aggregate... parts) {
    return parts.length == 1 ? parts[0] : new Several(List.of(parts));
  }

  /** How many records. Puts {@code count}, a long. */
  public static Aggregate count() {
    return new Count();
  }

  /**
   * Exact sum of a field of type long. Puts {@code sum.FIELD}, a long, 0 if no record has the
   * field. A sum beyond 64 bits is a failure of the record that would make it so, of kind CALLER.
   */
  public static Aggregate sum(String field) {
    return new LongFold(Op.SUM, "sum", field, Values.longs(field));
  }

  /** Exact sum of a function, as {@link #sum(String)}. */
  public static Aggregate sum(String name, ToLongFunction<DataRecord> value) {
    return new LongFold(Op.SUM, "sum", name, Values.longs(value));
  }

  /**
   * Sum of a field of type double or long, with compensated rounding: off by about 2^-52 of the sum
   * of absolute values' rounding, however many there are. Puts {@code sum.FIELD}, a double, 0.0 if
   * no record has the field. Beyond the range of a double it fails as {@link #sum(String)}.
   */
  public static Aggregate sumDouble(String field) {
    return new DoubleSum(false, field, Values.doubles(field));
  }

  /** Sum of a function, as {@link #sumDouble(String)}; NaN and infinite are failures. */
  public static Aggregate sumDouble(String name, ToDoubleFunction<DataRecord> value) {
    return new DoubleSum(false, name, Values.doubles(name, value));
  }

  /** Mean of a field of type double or long. Puts {@code mean.FIELD}, a double. */
  public static Aggregate mean(String field) {
    return new DoubleSum(true, field, Values.doubles(field));
  }

  /** Mean of a function, as {@link #mean(String)}. */
  public static Aggregate mean(String name, ToDoubleFunction<DataRecord> value) {
    return new DoubleSum(true, name, Values.doubles(name, value));
  }

  /** Lowest of a field of type long. Puts {@code min.FIELD}, a long. */
  public static Aggregate min(String field) {
    return new LongFold(Op.MIN, "min", field, Values.longs(field));
  }

  /** Lowest of a function, as {@link #min(String)}. */
  public static Aggregate min(String name, ToLongFunction<DataRecord> value) {
    return new LongFold(Op.MIN, "min", name, Values.longs(value));
  }

  /** Highest of a field of type long. Puts {@code max.FIELD}, a long. */
  public static Aggregate max(String field) {
    return new LongFold(Op.MAX, "max", field, Values.longs(field));
  }

  /** Highest of a function, as {@link #max(String)}. */
  public static Aggregate max(String name, ToLongFunction<DataRecord> value) {
    return new LongFold(Op.MAX, "max", name, Values.longs(value));
  }

  /** Lowest of a field of type double or long. Puts {@code min.FIELD}, a double. */
  public static Aggregate minDouble(String field) {
    return new DoubleFold(true, field, Values.doubles(field));
  }

  /** Lowest of a function, as {@link #minDouble(String)}. */
  public static Aggregate minDouble(String name, ToDoubleFunction<DataRecord> value) {
    return new DoubleFold(true, name, Values.doubles(name, value));
  }

  /** Highest of a field of type double or long. Puts {@code max.FIELD}, a double. */
  public static Aggregate maxDouble(String field) {
    return new DoubleFold(false, field, Values.doubles(field));
  }

  /** Highest of a function, as {@link #maxDouble(String)}. */
  public static Aggregate maxDouble(String name, ToDoubleFunction<DataRecord> value) {
    return new DoubleFold(false, name, Values.doubles(name, value));
  }

  /**
   * Estimates how many different values a field of any type has. Puts {@code distinct.FIELD}, a
   * long. Relative standard error 1.3 % for records that came one by one, 1.7 % after windows
   * merged; a few dozen values are counted almost exactly. State: up to 2.2 KB, less for few
   * values.
   */
  public static Aggregate distinct(String field) {
    return new Distinct(field, Values.any(field));
  }

  /** Estimates how many different texts a function gives, as {@link #distinct(String)}. */
  public static Aggregate distinct(String name, Function<DataRecord, String> value) {
    return new Distinct(name, Values.any(value));
  }

  /**
   * Estimates quantiles of a field of type double or long. Puts, for 0.5 and 0.999, {@code
   * p50.FIELD} and {@code p99_9.FIELD}, doubles that were among the values. The rank of what is
   * given is off by less than 1.65 % of all ranks in 99 of 100 cases; up to 200 values are exact.
   * State: up to 5 KB, 8 bytes a value at first.
   *
   * @param ranks each 0 (the lowest) to 1 (the highest)
   */
  public static Aggregate quantiles(String field, double... ranks) {
    return new Quantiles(field, ranks, Values.doubles(field));
  }

  /** Estimates quantiles of a function, as {@link #quantiles(String, double...)}. */
  public static Aggregate quantiles(
      String name, ToDoubleFunction<DataRecord> value, double... ranks) {
    return new Quantiles(name, ranks, Values.doubles(name, value));
  }

  /**
   * Estimates which texts of a field come most often, and how often; what is no text is counted as
   * it is shown. Puts {@code top.FIELD.1}, a text, and {@code top.FIELD.1.count}, a long, and so on
   * to {@code k}, and {@code top.FIELD.error}, by how much a count may be too high. The error is at
   * most 3.5 / s of the number of values, s being 16 {@code k} or the next power of two, and 0 up
   * to 0.75 s different texts. State: 0.75 s texts with their counts. A text over 1,000 UTF-16 code
   * units is a failure of kind CALLER.
   *
   * @param k 1 to 100
   */
  public static Aggregate topK(String field, int k) {
    return new TopK(field, k, Values.texts(field));
  }

  /** Estimates which texts a function gives most often, as {@link #topK(String, int)}. */
  public static Aggregate topK(String name, Function<DataRecord, String> value, int k) {
    return new TopK(name, k, Values.texts(value));
  }
}
