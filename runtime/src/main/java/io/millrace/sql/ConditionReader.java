// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import io.millrace.select.Column;
import io.millrace.select.Comparison;
import io.millrace.select.Literal;
import io.millrace.select.Predicate;
import io.millrace.sql.grammar.SqlParser.ArgumentContext;
import io.millrace.sql.grammar.SqlParser.ChoiceContext;
import io.millrace.sql.grammar.SqlParser.CompareContext;
import io.millrace.sql.grammar.SqlParser.ComparisonContext;
import io.millrace.sql.grammar.SqlParser.ConditionContext;
import io.millrace.sql.grammar.SqlParser.ConjunctionContext;
import io.millrace.sql.grammar.SqlParser.NegationContext;
import io.millrace.sql.grammar.SqlParser.OperandContext;
import io.millrace.sql.grammar.SqlParser.PresenceContext;
import io.millrace.sql.grammar.SqlParser.TestContext;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Reads conditions. */
final class ConditionReader {
  private final NameReader names;

  ConditionReader(NameReader names) {
    this.names = names;
  }

  Predicate condition(ConditionContext condition) {
    List<Predicate> parts = condition.conjunction().stream().map(this::conjunction).toList();
    return parts.size() == 1 ? parts.get(0) : At.of(condition.start, () -> new Predicate.Or(parts));
  }

  private Predicate conjunction(ConjunctionContext conjunction) {
    List<Predicate> parts = conjunction.negation().stream().map(this::negation).toList();
    return parts.size() == 1
        ? parts.get(0)
        : At.of(conjunction.start, () -> new Predicate.And(parts));
  }

  private Predicate negation(NegationContext negation) {
    return negation.NOT() == null
        ? test(negation.test())
        : new Predicate.Not(negation(negation.negation()));
  }

  private Predicate test(TestContext test) {
    if (test.condition() != null) {
      return condition(test.condition());
    }
    if (test.TRUE() != null || test.FALSE() != null) {
      return test.TRUE() != null ? Predicate.ALL : new Predicate.Or(List.of());
    }
    if (test.EXISTS() != null) {
      return new Predicate.Exists(names.column(test.operand()));
    }
    if (test.operand().arguments() != null && test.comparison() == null) {
      return prefix(test.operand());
    }
    Column column = names.column(test.operand());
    Token at = test.operand().start;
    return test.comparison() == null
        ? At.of(at, () -> new Predicate.Compare(column, Comparison.EQ, new Literal.Truth(true)))
        : comparison(at, column, test.comparison());
  }

  private static Predicate comparison(Token at, Column column, ComparisonContext comparison) {
    if (comparison instanceof CompareContext compare) {
      Comparison sign = sign(compare.operator().getText());
      Literal literal = LiteralReader.literal(compare.literal());
      return At.of(at, () -> new Predicate.Compare(column, sign, literal));
    }
    if (comparison instanceof PresenceContext presence) {
      var exists = new Predicate.Exists(column);
      return presence.NOT() == null ? new Predicate.Not(exists) : exists;
    }
    var choice = (ChoiceContext) comparison;
    Predicate chosen = choice(at, column, choice);
    return choice.NOT() == null ? chosen : new Predicate.Not(chosen);
  }

  private static Predicate choice(Token at, Column column, ChoiceContext choice) {
    if (choice.LIKE() != null) {
      return like(at, column, choice.TEXT().getSymbol());
    }
    List<Literal> literals = choice.literal().stream().map(LiteralReader::literal).toList();
    if (choice.IN() != null) {
      return At.of(at, () -> new Predicate.In(column, literals));
    }
    return At.of(
        at,
        () ->
            new Predicate.And(
                List.of(
                    new Predicate.Compare(column, Comparison.GE, literals.get(0)),
                    new Predicate.Compare(column, Comparison.LE, literals.get(1)))));
  }

  private static Predicate like(Token at, Column column, Token pattern) {
    String text = LiteralReader.text(pattern);
    boolean open = text.endsWith("%");
    String start = open ? text.substring(0, text.length() - 1) : text;
    if (start.indexOf('%') >= 0 || start.indexOf('_') >= 0) {
      throw At.error(pattern, "LIKE has one % only, at its end")
          .with("found", SyntaxErrors.shortened(pattern.getText()))
          .with("expected", "LIKE 'text%'; prefix(column, 'text') where the text has _ or %");
    }
    var literal = new Literal.Text(start);
    return At.of(
        at,
        () ->
            open
                ? new Predicate.Prefix(column, literal)
                : new Predicate.Compare(column, Comparison.EQ, literal));
  }

  private Predicate prefix(OperandContext call) {
    List<ArgumentContext> arguments = call.arguments().argument();
    if (!NameReader.title(call).equalsIgnoreCase("prefix")
        || arguments.size() != 2
        || arguments.get(0).operand() == null
        || arguments.get(1).literal() == null) {
      throw At.error(call.start, "a function cannot stand here")
          .with("found", SyntaxErrors.shortened(call.getText()))
          .with("expected", "prefix(column, 'text'), or a comparison of a column");
    }
    Column column = names.column(arguments.get(0).operand());
    Literal literal = LiteralReader.literal(arguments.get(1).literal());
    return At.of(call.start, () -> new Predicate.Prefix(column, literal));
  }

  private static Comparison sign(String sign) {
    return switch (sign) {
      case "=" -> Comparison.EQ;
      case "!=", "<>" -> Comparison.NE;
      case "<" -> Comparison.LT;
      case "<=" -> Comparison.LE;
      case ">" -> Comparison.GT;
      default -> Comparison.GE;
    };
  }
}
