// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import io.millrace.model.MillraceException;
import io.millrace.sql.grammar.SqlLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Ends the reading at the first token that cannot follow, and says what could. */
final class SyntaxErrors extends BaseErrorListener {
  private static final Set<Integer> NAMES =
      Set.of(
          SqlLexer.WORD,
          SqlLexer.QUOTED,
          SqlLexer.EXPLAIN,
          SqlLexer.ANALYZE,
          SqlLexer.ASC,
          SqlLexer.DESC);

  private static final Set<Integer> VALUES =
      Set.of(
          SqlLexer.TEXT,
          SqlLexer.BYTES,
          SqlLexer.NUMBER,
          SqlLexer.TRUE,
          SqlLexer.FALSE,
          SqlLexer.NULL,
          SqlLexer.TIMESTAMP_AT);

  private static final Set<String> COMPARISONS =
      Set.of("=", "!=", "<>", "<", "<=", ">", ">=", "NOT", "IN", "LIKE", "BETWEEN", "IS");

  /** Said only where nothing else could follow: they could almost everywhere. */
  private static final Set<String> RARE = Set.of(".", "(", "-", ";");

  private static final String COLUMN_ONLY = "a column or an aggregate, without arithmetic";
  private static final String ONE_SELECT = "one SELECT";
  private static final String ONE_JOB = "one job; millrace has no joins";

  /** What people try that is not there, and what is there instead. */
  private static final Map<String, String> UNSUPPORTED =
      Map.ofEntries(
          Map.entry("JOIN", ONE_JOB),
          Map.entry("INNER", ONE_JOB),
          Map.entry("LEFT", ONE_JOB),
          Map.entry("RIGHT", ONE_JOB),
          Map.entry("FULL", ONE_JOB),
          Map.entry("CROSS", ONE_JOB),
          Map.entry("UNION", ONE_SELECT),
          Map.entry("INTERSECT", ONE_SELECT),
          Map.entry("EXCEPT", ONE_SELECT),
          Map.entry("WITH", "SELECT … FROM …"),
          Map.entry("HAVING", "no condition on groups"),
          Map.entry("DISTINCT", "GROUP BY, or approx_distinct(column)"),
          Map.entry("OFFSET", "LIMIT; pages go on with a page token"),
          Map.entry("OVER", "an aggregate without a window"),
          Map.entry("CASE", COLUMN_ONLY),
          Map.entry("CAST", COLUMN_ONLY),
          Map.entry("ILIKE", "LIKE 'text%'"),
          Map.entry("REGEXP", "LIKE 'text%'"),
          Map.entry("SIMILAR", "LIKE 'text%'"),
          Map.entry("ESCAPE", "LIKE 'text%', or prefix(column, 'text')"),
          Map.entry("INSERT", "SELECT: results are written by jobs only"),
          Map.entry("UPDATE", "SELECT: results are written by jobs only"),
          Map.entry("DELETE", "SELECT: results are written by jobs only"),
          Map.entry("CREATE", "SELECT: jobs are made by code only"),
          Map.entry("DROP", "SELECT; `millrace jobs delete` deletes a job"),
          Map.entry("+", COLUMN_ONLY),
          Map.entry("*", COLUMN_ONLY),
          Map.entry("/", COLUMN_ONLY),
          Map.entry("%", COLUMN_ONLY),
          Map.entry("|", COLUMN_ONLY));

  private final CommonTokenStream tokens;

  SyntaxErrors(CommonTokenStream tokens) {
    this.tokens = tokens;
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      @Nullable Object symbol,
      int line,
      int column,
      String message,
      @Nullable RecognitionException cause) {
    var parser = (Parser) recognizer;
    Token found = symbol instanceof Token token ? token : parser.getCurrentToken();
    throw error(parser, found, cause);
  }

  private MillraceException error(
      Parser parser, Token found, @Nullable RecognitionException cause) {
    if (found.getType() == SqlLexer.OPEN_TEXT || found.getType() == SqlLexer.OPEN_NAME) {
      String quote = found.getType() == SqlLexer.OPEN_TEXT ? "'" : "\"";
      return At.error(found, "quotes are not closed")
          .with("found", shortened(found.getText()))
          .with("expected", quote + " at the end");
    }
    Token before = found.getTokenIndex() > 0 ? tokens.get(found.getTokenIndex() - 1) : found;
    for (Token token : List.of(found, before)) {
      String word = token.getText().toUpperCase(Locale.ROOT);
      String instead = token.getType() == SqlLexer.QUOTED ? null : UNSUPPORTED.get(word);
      if (instead != null && !(token == before && word.equals("*"))) {
        return At.error(token, "not supported").with("found", word).with("expected", instead);
      }
    }
    IntervalSet known =
        cause == null || cause.getExpectedTokens() == null
            ? parser.getExpectedTokens()
            : cause.getExpectedTokens();
    List<Token> read = tokens.getTokens().subList(0, found.getTokenIndex());
    IntervalSet expected = Followers.of(parser, read, known);
    if (found.getType() == SqlLexer.SELECT && found.getTokenIndex() > 0) {
      return At.error(found, "not supported").with("found", "SELECT").with("expected", ONE_SELECT);
    }
    boolean wantsText = expected.contains(SqlLexer.TEXT);
    return At.error(found, "query text is wrong")
        .with("found", found.getType() == Token.EOF ? "the end" : shortened(found.getText()))
        .with(
            "expected",
            wantsText && found.getType() == SqlLexer.QUOTED
                ? "a value: text goes in single quotes, double quotes are for names"
                : describe(parser, expected));
  }

  private static String describe(Parser parser, IntervalSet expected) {
    var words = new ArrayList<String>();
    var rare = new ArrayList<String>();
    boolean name = expected.contains(SqlLexer.WORD);
    boolean value = expected.contains(SqlLexer.TEXT) && expected.contains(SqlLexer.NUMBER);
    boolean comparison = false;
    boolean end = false;
    for (int type : expected.toList()) {
      String word = word(parser, type);
      boolean toCompare = COMPARISONS.contains(word) && expected.contains(SqlLexer.LIKE);
      comparison |= toCompare && type != SqlLexer.NOT;
      if (RARE.contains(word)) {
        rare.add(word);
      } else if (type == Token.EOF) {
        end = true;
      } else if (!((name && NAMES.contains(type))
          || (value && VALUES.contains(type))
          || toCompare)) {
        words.add(word);
      }
    }
    for (String nearest : List.of("OR", "AND")) {
      if (words.remove(nearest)) {
        words.add(0, nearest);
      }
    }
    if (comparison) {
      words.add(0, "a comparison (=, !=, <, <=, >, >=, IN, LIKE, BETWEEN, IS)");
    }
    if (name) {
      words.add(0, "a name");
    }
    if (value) {
      words.add(0, "a value ('text', number, TRUE, FALSE, TIMESTAMP '2026-01-31T12:00:00Z')");
    }
    if (words.isEmpty() && !end) {
      return joined(rare);
    }
    if (end) {
      words.add("the end");
    }
    return joined(words);
  }

  private static String word(Parser parser, int type) {
    return switch (type) {
      case Token.EOF -> "the end";
      case SqlLexer.GROUP -> "GROUP BY";
      case SqlLexer.ORDER -> "ORDER BY";
      case SqlLexer.TEXT -> "text in single quotes";
      case SqlLexer.NUMBER -> "a number";
      case SqlLexer.BYTES -> "bytes";
      default -> parser.getVocabulary().getDisplayName(type).replace("'", "");
    };
  }

  private static String joined(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
