// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.function.Supplier;
import org.antlr.v4.runtime.Token;

/** Failures that name their place in the text. */
final class At {
  private At() {}

  /** A failure at a token. */
  static MillraceException error(Token token, String text) {
    return place(MillraceException.of(Kind.CALLER, text), token);
  }

  /** Makes a part of a query; a failure gets the token's place. */
  static <T> T of(Token token, Supplier<T> part) {
    try {
      return part.get();
    } catch (MillraceException e) {
      throw e.facts().containsKey("line") ? e : place(e, token);
    }
  }

  private static MillraceException place(MillraceException e, Token token) {
    return e.with("line", token.getLine()).with("column", token.getCharPositionInLine() + 1);
  }
}
