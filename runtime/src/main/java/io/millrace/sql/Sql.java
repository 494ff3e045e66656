// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.select.Predicate;
import io.millrace.sql.grammar.SqlLexer;
import io.millrace.sql.grammar.SqlParser;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;

/**
 * Reads queries. {@code docs/query.md} has the grammar. Every failure is a {@link
 * MillraceException} of kind CALLER with the facts {@code line} and {@code column}, from 1, in
 * characters. Stateless.
 */
public final class Sql {
  /** Longest text. Unit: UTF-16 code units. */
  public static final int TEXT_LENGTH_MAX = 256 << 10;

  private Sql() {}

  /**
   * Reads a query: {@code SELECT … FROM …}, or that behind {@code EXPLAIN} or {@code EXPLAIN
   * ANALYZE}. One that does not name the column {@code tag} reads main results only.
   */
  public static Statement parse(String text) {
    SqlParser parser = parser(text);
    SqlParser.StatementContext tree = parser.statement();
    Statement.Mode mode =
        tree.EXPLAIN() == null
            ? Statement.Mode.RUN
            : tree.ANALYZE() == null ? Statement.Mode.EXPLAIN : Statement.Mode.ANALYZE;
    return new Statement(mode, new QueryReader().query(tree.select()));
  }

  /** Reads what may stand behind WHERE. */
  public static Predicate filter(String text) {
    SqlParser parser = parser(text);
    return new ConditionReader(new NameReader()).condition(parser.filter().condition());
  }

  private static SqlParser parser(String text) {
    if (text.length() > TEXT_LENGTH_MAX) {
      throw MillraceException.of(Kind.CALLER, "query text is too long")
          .with("length", text.length())
          .with("expected", "at most " + TEXT_LENGTH_MAX + " characters")
          .with("line", 1)
          .with("column", 1);
    }
    var lexer = new SqlLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    var tokens = new CommonTokenStream(lexer);
    tokens.fill();
    checkDepth(tokens);
    var parser = new SqlParser(tokens);
    parser.removeErrorListeners();
    parser.addErrorListener(new SyntaxErrors(tokens));
    return parser;
  }

  /** The parser goes one call deeper with each of these; a text may not use up its stack. */
  private static void checkDepth(CommonTokenStream tokens) {
    int open = 0;
    int nots = 0;
    for (Token token : tokens.getTokens()) {
      String image = token.getText();
      open += image.equals("(") ? 1 : image.equals(")") ? -1 : 0;
      nots = token.getType() == SqlLexer.NOT ? nots + 1 : image.equals("(") ? nots : 0;
      if (open + nots > Predicate.DEPTH_MAX) {
        throw At.error(token, "query is nested too deeply")
            .with("expected", "at most " + Predicate.DEPTH_MAX + " levels");
      }
    }
  }
}
