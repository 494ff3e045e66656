// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Optional;

/** A value that a query names. */
public sealed interface Literal {
  /** Its type, for messages. */
  String type();

  /** The literal as a query's text has it. */
  String sql();

  /** Characters; compared to a column of bytes, their UTF-8; to a time, the time they name. */
  record Text(String value) implements Literal {
    @Override
    public String type() {
      return "text";
    }

    @Override
    public String sql() {
      return "'" + value.replace("'", "''") + "'";
    }
  }

  /** A whole number; compared to a time, milliseconds since 1970-01-01T00:00Z. */
  record Whole(long value) implements Literal {
    @Override
    public String type() {
      return "long";
    }

    @Override
    public String sql() {
      return Long.toString(value);
    }
  }

  /** A finite number. */
  record Decimal(double value) implements Literal {
    public Decimal {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("number: " + value + " (expected: finite)");
      }
    }

    @Override
    public String type() {
      return "double";
    }

    @Override
    public String sql() {
      return Double.toString(value);
    }
  }

  /** True or false. */
  record Truth(boolean value) implements Literal {
    @Override
    public String type() {
      return "boolean";
    }

    @Override
    public String sql() {
      return value ? "TRUE" : "FALSE";
    }
  }

  /** A point in time. Unit: milliseconds since 1970-01-01T00:00Z. */
  record Time(long ms) implements Literal {
    @Override
    public String type() {
      return "time";
    }

    @Override
    public String sql() {
      return "TIMESTAMP '" + Instant.ofEpochMilli(ms) + "'";
    }
  }

  /** Bytes. */
  record Bytes(ByteString value) implements Literal {
    @Override
    public String type() {
      return "bytes";
    }

    @Override
    public String sql() {
      return "X'" + HexFormat.of().formatHex(value.toByteArray()) + "'";
    }
  }

  /**
   * The time that a text names: ISO 8601 with an offset, or without one, then in UTC; or a date.
   * Empty if it names none.
   */
  static Optional<Time> time(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      Instant instant =
          iso.length() <= 10
              ? LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC)
              : hasOffset(iso)
                  ? OffsetDateTime.parse(iso).toInstant()
                  : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
      return Optional.of(new Time(instant.toEpochMilli()));
    } catch (DateTimeParseException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static boolean hasOffset(String iso) {
    return iso.endsWith("Z")
        || iso.endsWith("z")
        || iso.indexOf('+') > 0
        || iso.indexOf('-', 10) > 0;
  }
}
