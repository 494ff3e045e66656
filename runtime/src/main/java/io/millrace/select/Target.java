// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import com.google.protobuf.ByteString;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A literal made ready for comparisons with cells of any kind. Immutable. */
final class Target {
  /** Says that the two cannot be compared. */
  static final int INCOMPARABLE = Integer.MIN_VALUE;

  private static final Comparator<ByteString> UNSIGNED =
      ByteString.unsignedLexicographicalComparator();

  private final Literal literal;
  private final @Nullable String text;
  private final @Nullable ByteString bytes;
  private final @Nullable Long timeMs;

  Target(Literal literal) {
    this.literal = literal;
    this.text = literal instanceof Literal.Text t ? t.value() : null;
    this.bytes = bytes(literal);
    this.timeMs = timeMs(literal);
  }

  static @Nullable ByteString bytes(Literal literal) {
    if (literal instanceof Literal.Text t) {
      return ByteString.copyFromUtf8(t.value());
    }
    return literal instanceof Literal.Bytes b ? b.value() : null;
  }

  static @Nullable Long timeMs(Literal literal) {
    if (literal instanceof Literal.Time time) {
      return time.ms();
    }
    if (literal instanceof Literal.Whole whole) {
      return whole.value();
    }
    return literal instanceof Literal.Text t
        ? Literal.time(t.value()).map(Literal.Time::ms).orElse(null)
        : null;
  }

  /** Below 0, 0 or above 0 as the cell is less, equal or greater; or {@link #INCOMPARABLE}. */
  int order(Cells cells, Cells.Kind kind, int row) {
    return switch (kind) {
      case TEXT -> text == null ? INCOMPARABLE : CodePoints.compare(cells.text(row), text);
      case BYTES -> bytes == null ? INCOMPARABLE : UNSIGNED.compare(cells.bytes(row), bytes);
      case LONG -> number(cells.whole(row));
      case DOUBLE -> number(cells.decimal(row));
      case BOOLEAN ->
          literal instanceof Literal.Truth truth
              ? Boolean.compare(cells.truth(row), truth.value())
              : INCOMPARABLE;
      case TIME -> timeMs == null ? INCOMPARABLE : Long.compare(cells.whole(row), timeMs);
      case NONE, FIELDS -> INCOMPARABLE;
    };
  }

  /** 1 equal, 0 incomparable, -1 not equal. */
  int equal(Cells cells, Cells.Kind kind, int row) {
    boolean same;
    if (kind == Cells.Kind.TEXT && text != null) {
      same = text.equals(cells.text(row));
    } else if (kind == Cells.Kind.BYTES && bytes != null) {
      same = bytes.equals(cells.bytes(row));
    } else {
      int order = order(cells, kind, row);
      if (order == INCOMPARABLE) {
        return 0;
      }
      same = order == 0;
    }
    return same ? 1 : -1;
  }

  private int number(long value) {
    if (literal instanceof Literal.Whole whole) {
      return Long.compare(value, whole.value());
    }
    return literal instanceof Literal.Decimal decimal
        ? Numbers.compare(value, decimal.value())
        : INCOMPARABLE;
  }

  private int number(double value) {
    if (literal instanceof Literal.Whole whole) {
      return -Numbers.compare(whole.value(), value);
    }
    return literal instanceof Literal.Decimal decimal
        ? Numbers.compare(value, decimal.value())
        : INCOMPARABLE;
  }
}
