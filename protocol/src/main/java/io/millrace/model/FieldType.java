// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/** What a field of {@link Fields} holds. */
public enum FieldType {
  /** Characters. */
  TEXT("text"),
  /** A whole number, -2^63 to 2^63-1. */
  LONG("long"),
  /** A finite IEEE 754 number of 64 bits; neither NaN nor infinite. */
  DOUBLE("double"),
  /** True or false. */
  BOOLEAN("boolean"),
  /** A point in time. Unit: milliseconds since 1970-01-01T00:00Z, before and after. */
  TIME("time");

  private final String label;

  FieldType(String label) {
    this.label = label;
  }

  /** The type's name in messages and in documents. */
  public String label() {
    return label;
  }
}
