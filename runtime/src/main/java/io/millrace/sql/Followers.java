// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import io.millrace.sql.grammar.SqlLexer;
import io.millrace.sql.grammar.SqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Finds what may follow the beginning of a text, by trying each kind of token. The parser's own set
 * leaves out what it has passed over: behind a complete condition it knows no AND any more.
 */
final class Followers {
  /** Beyond so many tokens the parser's own set has to do. */
  private static final int TOKENS_MAX = 2_000;

  private Followers() {}

  /**
   * The kinds of tokens that may stand behind others.
   *
   * @param known what the parser says, for texts that are too long
   */
  static IntervalSet of(Parser parser, List<Token> before, IntervalSet known) {
    if (before.size() > TOKENS_MAX) {
      return known;
    }
    boolean filter = isFilter(parser);
    var found = new IntervalSet();
    for (int type = 1; type <= parser.getVocabulary().getMaxTokenType(); type++) {
      if (type != SqlLexer.OTHER && fits(before, type, filter)) {
        found.add(type);
      }
    }
    if (fits(before, Token.EOF, filter)) {
      found.add(Token.EOF);
    }
    return found;
  }

  private static boolean isFilter(Parser parser) {
    RuleContext context = parser.getContext();
    while (context.parent != null) {
      context = context.parent;
    }
    return context instanceof SqlParser.FilterContext;
  }

  /** Every decision of the grammar needs one token: the first error lies at the first wrong one. */
  private static boolean fits(List<Token> before, int type, boolean filter) {
    var tokens = new ArrayList<Token>(before);
    tokens.add(new CommonToken(type, ""));
    var parser = new SqlParser(new CommonTokenStream(new ListTokenSource(tokens)));
    parser.removeErrorListeners();
    var first = new FirstError();
    parser.addErrorListener(first);
    try {
      if (filter) {
        parser.filter();
      } else {
        parser.statement();
      }
    } catch (ParseCancellationException stop) {
      return first.at.orElseThrow() > before.size();
    }
    return true;
  }

  /** Ends the reading at the first error. */
  private static final class FirstError extends BaseErrorListener {
    private OptionalInt at = OptionalInt.empty();

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        @Nullable Object symbol,
        int line,
        int column,
        String message,
        @Nullable RecognitionException cause) {
      Token token = symbol instanceof Token given ? given : ((Parser) recognizer).getCurrentToken();
      at = OptionalInt.of(token.getTokenIndex());
      throw new ParseCancellationException(message);
    }
  }
}
