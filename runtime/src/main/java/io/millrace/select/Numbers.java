// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

/** Compares numbers by their value, whatever type they have. */
final class Numbers {
  private static final double TWO_63 = 0x1p63;

  private Numbers() {}

  /** Without loss: no long is rounded to a double first. */
  static int compare(long a, double b) {
    if (b >= TWO_63) {
      return -1;
    }
    if (b < -TWO_63) {
      return 1;
    }
    long whole = (long) b;
    int order = Long.compare(a, whole);
    return order != 0 ? order : compare(0.0, b - whole);
  }

  /** Zero is equal to minus zero. */
  static int compare(double a, double b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  /** The number as a Long if it is whole and fits, otherwise as a Double: equal ones are equal. */
  static Object normal(double value) {
    return value == Math.rint(value) && value >= -TWO_63 && value < TWO_63
        ? (Object) (long) value
        : (Object) value;
  }
}
