// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import com.google.protobuf.ByteString;
import java.util.function.Function;

/**
 * Values to bytes and back. Thread-safe: all partitions of a job on a node share one. {@link
 * Serdes} has those that most jobs need.
 *
 * @param <T> the values; never null
 */
public interface Serde<T> {
  /** What messages call it, as in {@code json(Order)}. */
  String name();

  /**
   * The value's bytes, the same for equal values wherever that is cheap.
   *
   * @throws RuntimeException if it cannot be written; says why
   */
  ByteString encode(T value);

  /**
   * The value of these bytes.
   *
   * @throws RuntimeException if they are not what {@link #encode} writes; says why and where
   */
  T decode(ByteString bytes);

  /** One out of two functions, both thread-safe. */
  static <T> Serde<T> of(
      String name, Function<T, ByteString> encode, Function<ByteString, T> decode) {
    return new Serde<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public ByteString encode(T value) {
        return encode.apply(value);
      }

      @Override
      public T decode(ByteString bytes) {
        return decode.apply(bytes);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  /**
   * The same bytes for another type of values: {@code utf8().as("decimal", BigDecimal::new,
   * BigDecimal::toPlainString)}.
   */
  default <U> Serde<U> as(String newName, Function<T, U> from, Function<U, T> to) {
    return of(newName, value -> encode(to.apply(value)), bytes -> from.apply(decode(bytes)));
  }
}
