// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import org.jspecify.annotations.Nullable;

/** What a field of {@link Fields} holds. */
public enum FieldType {
  /** Characters. */
  TEXT(1, "text"),
  /** A whole number, -2^63 to 2^63-1. */
  LONG(2, "long"),
  /** A finite IEEE 754 number of 64 bits; neither NaN nor infinite. */
  DOUBLE(3, "double"),
  /** True or false. */
  BOOLEAN(4, "boolean"),
  /** A point in time. Unit: milliseconds since 1970-01-01T00:00Z, before and after. */
  TIME(5, "time");

  private static final FieldType[] ALL = values();

  private final int code;
  private final String label;

  FieldType(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** The type of a code; null if no type has it. */
  public static @Nullable FieldType of(int code) {
    return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
  }

  /** Stands for the type in blocks and between nodes, from 1 without gaps; never changes. */
  public int code() {
    return code;
  }

  /** The type's name in messages and in documents. */
  public String label() {
    return label;
  }
}
