// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import java.util.Optional;

/**
 * What became of one item: a result, or a failure.
 *
 * @param index the item's place in the input, from 0
 * @param value the result, empty if the function failed
 * @param failure why it failed, empty if it did not
 */
public record Mapped<R>(long index, Optional<R> value, Optional<String> failure) {
  static <R> Mapped<R> of(long index, R value) {
    return new Mapped<>(index, Optional.of(value), Optional.empty());
  }

  static <R> Mapped<R> failed(long index, String reason) {
    return new Mapped<>(index, Optional.empty(), Optional.of(reason));
  }
}
