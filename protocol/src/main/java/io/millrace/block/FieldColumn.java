// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.FieldType;

/**
 * One field of a block's results; each result may have it with another type, or not at all. Asked
 * for a value of another type than the result has, or where it has none, a method throws an {@link
 * IllegalArgumentException}. Not thread-safe.
 */
public interface FieldColumn {
  /** Whether a result has the field. */
  boolean has(int index);

  /** The type that it has there. */
  FieldType type(int index);

  /** A text. */
  String text(int index);

  /** A whole number, or a time in milliseconds since 1970-01-01T00:00Z. */
  long integer(int index);

  /** A number; a whole number is widened, as in Java. */
  double decimal(int index);

  /** A truth. */
  boolean bool(int index);
}
