// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import com.google.protobuf.ByteString;
import io.millrace.select.Literal;
import io.millrace.sql.grammar.SqlParser.LiteralContext;
import java.util.HexFormat;
import org.antlr.v4.runtime.Token;

/** Reads values. */
final class LiteralReader {
  private LiteralReader() {}

  static Literal literal(LiteralContext literal) {
    Token at = literal.start;
    if (literal.TEXT() != null) {
      return new Literal.Text(text(literal.TEXT().getSymbol()));
    }
    if (literal.NUMBER() != null) {
      return number(at, literal.getText());
    }
    if (literal.BYTES() != null) {
      return bytes(at);
    }
    if (literal.TIMESTAMP_AT() != null) {
      String text = at.getText().substring(at.getText().indexOf('\''));
      return Literal.time(text.substring(1, text.length() - 1))
          .orElseThrow(
              () ->
                  At.error(at, "time cannot be read")
                      .with("found", text)
                      .with("expected", "ISO 8601, such as '2026-01-31T12:00:00Z'"));
    }
    if (literal.NULL() != null) {
      throw At.error(at, "a comparison with NULL is never true")
          .with("found", "NULL")
          .with("expected", "IS NULL or IS NOT NULL");
    }
    return new Literal.Truth(literal.TRUE() != null);
  }

  /** A text without its quotes. */
  static String text(Token token) {
    String text = token.getText();
    return text.substring(1, text.length() - 1).replace("''", "'");
  }

  static Literal number(Token at, String text) {
    try {
      if (text.chars().allMatch(c -> c == '-' || Character.isDigit(c))) {
        return new Literal.Whole(Long.parseLong(text));
      }
      return new Literal.Decimal(Double.parseDouble(text));
    } catch (IllegalArgumentException e) {
      throw At.error(at, "number is too large")
          .with("found", SyntaxErrors.shortened(text))
          .with("expected", "-2^63 to 2^63-1, or a double");
    }
  }

  private static Literal bytes(Token at) {
    String digits = at.getText().substring(2, at.getText().length() - 1);
    try {
      return new Literal.Bytes(ByteString.copyFrom(HexFormat.of().parseHex(digits)));
    } catch (IllegalArgumentException e) {
      throw At.error(at, "bytes cannot be read")
          .with("found", SyntaxErrors.shortened(at.getText()))
          .with("expected", "two hexadecimal digits a byte, such as X'00ff'");
    }
  }
}
