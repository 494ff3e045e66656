// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import io.millrace.select.Call;
import io.millrace.select.Column;
import io.millrace.select.Column.Own;
import io.millrace.select.Comparison;
import io.millrace.select.Expression;
import io.millrace.select.Item;
import io.millrace.select.Literal;
import io.millrace.select.Order;
import io.millrace.select.Predicate;
import io.millrace.select.Query;
import io.millrace.sql.grammar.SqlParser.ArgumentContext;
import io.millrace.sql.grammar.SqlParser.ItemContext;
import io.millrace.sql.grammar.SqlParser.OperandContext;
import io.millrace.sql.grammar.SqlParser.OrderingContext;
import io.millrace.sql.grammar.SqlParser.SelectContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads a SELECT. One per text. */
final class QueryReader {
  /** What {@code *} stands for. */
  private static final List<Item> EVERYTHING =
      List.of(
          Item.of(Own.PARTITION),
          Item.of(Own.BLOCK),
          Item.of(Own.IDX),
          Item.of(Own.TAG),
          Item.of(Own.EVENT_TIME),
          Item.of(Own.KEY),
          Item.of(Own.VALUE),
          Item.of(Own.FIELDS));

  private static final List<Column> PLACE = List.of(Own.PARTITION, Own.BLOCK, Own.IDX);

  private final NameReader names = new NameReader();

  Query query(SelectContext select) {
    var items = new ArrayList<Item>();
    select.item().forEach(item -> items.addAll(items(item)));
    Predicate condition =
        select.condition() == null
            ? Predicate.ALL
            : new ConditionReader(names).condition(select.condition());
    List<Column> groupBy = select.operand().stream().map(names::column).toList();
    boolean grouped =
        !groupBy.isEmpty() || items.stream().anyMatch(i -> i.expression() instanceof Call);
    Order order = grouped ? groupOrder(select.ordering(), items) : rowOrder(select.ordering());
    OptionalLong limit =
        select.NUMBER() == null
            ? OptionalLong.empty()
            : OptionalLong.of(limit(select.NUMBER().getSymbol()));
    return At.of(
        select.start,
        () ->
            new Query(
                NameReader.label(select.source().label(0)),
                select.source().label().size() > 1
                    ? NameReader.label(select.source().label(1))
                    : "",
                items,
                names.namesTag() ? condition : mainOnly(condition),
                groupBy,
                order,
                limit));
  }

  private static Predicate mainOnly(Predicate condition) {
    var main = new Predicate.Compare(Own.TAG, Comparison.EQ, new Literal.Text(""));
    if (condition.equals(Predicate.ALL)) {
      return main;
    }
    var parts = new ArrayList<Predicate>();
    parts.add(main);
    if (condition instanceof Predicate.And and) {
      parts.addAll(and.parts());
    } else {
      parts.add(condition);
    }
    return new Predicate.And(parts);
  }

  private List<Item> items(ItemContext item) {
    if (item.operand() == null) {
      return EVERYTHING;
    }
    Expression expression = expression(item.operand());
    return List.of(
        item.name() == null
            ? Item.of(expression)
            : new Item(NameReader.name(item.name()), expression));
  }

  private Expression expression(OperandContext operand) {
    return operand.arguments() == null ? names.column(operand) : call(operand);
  }

  private Call call(OperandContext operand) {
    Token at = operand.start;
    String name = NameReader.title(operand);
    Call.Function function =
        Call.Function.of(name)
            .orElseThrow(
                () ->
                    At.error(at, "no such aggregate")
                        .with("found", SyntaxErrors.shortened(name))
                        .with(
                            "expected",
                            String.join(
                                ", ",
                                Arrays.stream(Call.Function.values())
                                    .map(Call.Function::label)
                                    .toList())));
    List<ArgumentContext> arguments = operand.arguments().argument();
    int wanted = function.hasParameter() ? 2 : 1;
    if (arguments.size() != wanted) {
      throw At.error(at, "wrong number of arguments")
          .with("found", SyntaxErrors.shortened(operand.getText()))
          .with("expected", form(function));
    }
    Column column = column(function, arguments.get(0));
    double parameter = wanted == 2 ? parameter(function, arguments.get(1)) : 0;
    return At.of(at, () -> new Call(function, column, parameter));
  }

  private static String form(Call.Function function) {
    return switch (function) {
      case COUNT -> "count(*) or count(column)";
      case APPROX_QUANTILE -> "approx_quantile(column, 0.5)";
      case TOP_K -> "top_k(column, 10)";
      default -> function.label() + "(column)";
    };
  }

  private @Nullable Column column(Call.Function function, ArgumentContext argument) {
    if (argument.operand() != null) {
      return names.column(argument.operand());
    }
    if (argument.literal() == null && function == Call.Function.COUNT) {
      return null;
    }
    throw At.error(argument.start, "an aggregate is of a column")
        .with("found", argument.getText())
        .with("expected", form(function));
  }

  private static double parameter(Call.Function function, ArgumentContext argument) {
    if (argument.literal() != null) {
      Literal literal = LiteralReader.literal(argument.literal());
      if (literal instanceof Literal.Whole whole) {
        return whole.value();
      }
      if (literal instanceof Literal.Decimal decimal) {
        return decimal.value();
      }
    }
    throw At.error(argument.start, "an aggregate's second argument is a number")
        .with("found", SyntaxErrors.shortened(argument.getText()))
        .with("expected", form(function));
  }

  private Order rowOrder(List<OrderingContext> orderings) {
    if (orderings.isEmpty()) {
      return Order.LOG;
    }
    OrderingContext first = orderings.get(0);
    boolean down = first.DESC() != null;
    if (orderings.size() == 1) {
      if (first.operand().getText().equalsIgnoreCase("position")) {
        return new Order.Position(down);
      }
      if (names.column(first.operand()) == Own.EVENT_TIME) {
        return new Order.EventTime(down);
      }
    }
    boolean place =
        orderings.stream().map(o -> names.column(o.operand())).toList().equals(PLACE)
            && orderings.stream().allMatch(o -> (o.DESC() != null) == down);
    if (place) {
      return new Order.Position(down);
    }
    throw At.error(first.start, "rows cannot be ordered by this")
        .with("found", SyntaxErrors.shortened(first.operand().getText()))
        .with("expected", "event_time or position, ASC or DESC");
  }

  private Order groupOrder(List<OrderingContext> orderings, List<Item> items) {
    var keys = new ArrayList<Order.Key>();
    for (OrderingContext ordering : orderings) {
      keys.add(new Order.Key(item(ordering.operand(), items), ordering.DESC() != null));
    }
    return keys.isEmpty() ? Order.LOG : new Order.Items(keys);
  }

  private int item(OperandContext operand, List<Item> items) {
    if (operand.arguments() == null) {
      String title = NameReader.title(operand);
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i).name().equals(title)) {
          return i;
        }
      }
    }
    Expression wanted = expression(operand);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).expression().equals(wanted)) {
        return i;
      }
    }
    throw At.error(operand.start, "groups are ordered by what the query shows")
        .with("found", SyntaxErrors.shortened(operand.getText()))
        .with("expected", String.join(", ", items.stream().map(Item::name).toList()));
  }

  private static long limit(Token number) {
    if (LiteralReader.number(number, number.getText()) instanceof Literal.Whole whole) {
      return whole.value();
    }
    throw At.error(number, "limit is no whole number")
        .with("found", number.getText())
        .with("expected", "0 up");
  }
}
