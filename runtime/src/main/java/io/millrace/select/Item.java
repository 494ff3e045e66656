// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

/**
 * A column of the answer.
 *
 * @param name its title
 */
public record Item(String name, Expression expression) {
  /** An item that is called what it shows. */
  public static Item of(Expression expression) {
    return new Item(
        expression instanceof Column column ? column.title() : expression.sql(), expression);
  }
}
