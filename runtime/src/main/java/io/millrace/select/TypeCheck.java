// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.select.Column.Own;

/** Which literals a column can be compared to, as far as that is known before a row is read. */
final class TypeCheck {
  private TypeCheck() {}

  /** The literal as the column wants it. */
  static Literal check(Column column, Literal literal) {
    if (column instanceof Column.Field) {
      return literal;
    }
    var own = (Own) column;
    boolean fits =
        switch (own) {
          case KEY, VALUE -> literal instanceof Literal.Text || literal instanceof Literal.Bytes;
          case TAG -> literal instanceof Literal.Text;
          case EVENT_TIME -> literal instanceof Literal.Time || literal instanceof Literal.Whole;
          case PARTITION, BLOCK, IDX ->
              literal instanceof Literal.Whole || literal instanceof Literal.Decimal;
          case FIELDS -> false;
        };
    if (own == Own.EVENT_TIME && literal instanceof Literal.Text text) {
      return Literal.time(text.value()).orElseThrow(() -> wrong(Own.EVENT_TIME, literal));
    }
    if (!fits) {
      throw wrong(own, literal);
    }
    return own == Own.EVENT_TIME && literal instanceof Literal.Whole whole
        ? new Literal.Time(whole.value())
        : literal;
  }

  static void checkPrefix(Column column, Literal literal) {
    boolean text = literal instanceof Literal.Text;
    boolean bytes = literal instanceof Literal.Bytes;
    boolean isBytes = column == Own.KEY || column == Own.VALUE;
    boolean isText = column == Own.TAG || column instanceof Column.Field;
    boolean fits = (isBytes && (text || bytes)) || (isText && text);
    if (!fits) {
      throw MillraceException.of(Kind.CALLER, "prefix is of text or bytes only")
          .with("name", column.title())
          .with("type", column instanceof Own own ? type(own) : "field")
          .with("value", literal.sql())
          .with("valueType", literal.type())
          .with("expected", "a column of text and a text, such as prefix(key, 'ab')");
    }
  }

  private static MillraceException wrong(Own column, Literal literal) {
    return MillraceException.of(Kind.CALLER, "column cannot be compared with this value")
        .with("name", column.title())
        .with("type", type(column))
        .with("value", literal.sql())
        .with("valueType", literal.type())
        .with("expected", expected(column));
  }

  private static String type(Own column) {
    return switch (column) {
      case KEY, VALUE -> "bytes";
      case TAG -> "text";
      case EVENT_TIME -> "time";
      case PARTITION, BLOCK, IDX -> "long";
      case FIELDS -> "fields";
    };
  }

  private static String expected(Own column) {
    return switch (column) {
      case KEY, VALUE -> "text in single quotes, or bytes such as X'00ff'";
      case TAG -> "text in single quotes";
      case EVENT_TIME -> "a time such as '2026-01-31T12:00:00Z', or milliseconds since 1970";
      case PARTITION, BLOCK, IDX -> "a number";
      case FIELDS -> "the name of one field";
    };
  }
}
