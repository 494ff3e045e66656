// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.millrace.query.Selection;
import io.millrace.select.Call;
import io.millrace.select.Column;
import io.millrace.select.Expression;
import io.millrace.select.Item;
import io.millrace.select.Order;
import io.millrace.select.Predicate;
import io.millrace.select.Query;
import io.millrace.sql.Sql;
import io.millrace.sql.Statement;
import io.millrace.v1.AggregateCall;
import io.millrace.v1.QueryRequest;
import io.millrace.v1.Select;
import io.millrace.v1.SelectItem;
import io.millrace.v1.SelectOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads queries that come as messages. */
final class SelectMessages {
  private SelectMessages() {}

  /** A query and what is wanted of it. */
  record Asked(Selection.Mode mode, Query query) {}

  static Asked asked(QueryRequest request) {
    return switch (request.getQueryFormCase()) {
      case SQL -> {
        Statement statement = Sql.parse(request.getSql());
        yield new Asked(mode(statement.mode()), statement.query());
      }
      case SELECT -> new Asked(mode(request.getSelect()), query(request.getSelect()));
      case QUERYFORM_NOT_SET ->
          throw PredicateMessages.missing("query is missing", "query_form", "sql or select");
    };
  }

  private static Selection.Mode mode(Statement.Mode mode) {
    return switch (mode) {
      case RUN -> Selection.Mode.RUN;
      case EXPLAIN -> Selection.Mode.EXPLAIN;
      case ANALYZE -> Selection.Mode.ANALYZE;
    };
  }

  private static Selection.Mode mode(Select select) {
    return switch (select.getMode()) {
      case SELECT_MODE_UNSPECIFIED -> Selection.Mode.RUN;
      case SELECT_MODE_EXPLAIN -> Selection.Mode.EXPLAIN;
      case SELECT_MODE_ANALYZE -> Selection.Mode.ANALYZE;
      case UNRECOGNIZED ->
          throw PredicateMessages.missing("mode is not known", "select.mode", "a SelectMode");
    };
  }

  private static Query query(Select select) {
    List<Item> items = select.getItemsList().stream().map(SelectMessages::item).toList();
    List<Column> groupBy =
        select.getGroupByList().stream()
            .map(column -> PredicateMessages.column("select.group_by", column))
            .toList();
    return new Query(
        select.getJob(),
        select.getStage(),
        items,
        select.hasWhere() ? PredicateMessages.predicate(select.getWhere()) : Predicate.ALL,
        groupBy,
        order(select.getOrderByList()),
        select.hasLimit() ? OptionalLong.of(select.getLimit()) : OptionalLong.empty());
  }

  private static Item item(SelectItem message) {
    Expression expression =
        switch (message.getExpressionCase()) {
          case COLUMN -> PredicateMessages.column("select.items.column", message.getColumn());
          case AGGREGATE -> call(message.getAggregate());
          case EXPRESSION_NOT_SET ->
              throw PredicateMessages.missing(
                  "item shows nothing", "select.items", "column or aggregate");
        };
    return message.getName().isEmpty()
        ? Item.of(expression)
        : new Item(message.getName(), expression);
  }

  private static Call call(AggregateCall message) {
    Call.Function function =
        switch (message.getFunction()) {
          case AGGREGATE_FUNCTION_COUNT -> Call.Function.COUNT;
          case AGGREGATE_FUNCTION_SUM -> Call.Function.SUM;
          case AGGREGATE_FUNCTION_MIN -> Call.Function.MIN;
          case AGGREGATE_FUNCTION_MAX -> Call.Function.MAX;
          case AGGREGATE_FUNCTION_AVG -> Call.Function.AVG;
          case AGGREGATE_FUNCTION_APPROX_DISTINCT -> Call.Function.APPROX_DISTINCT;
          case AGGREGATE_FUNCTION_APPROX_QUANTILE -> Call.Function.APPROX_QUANTILE;
          case AGGREGATE_FUNCTION_TOP_K -> Call.Function.TOP_K;
          case AGGREGATE_FUNCTION_UNSPECIFIED, UNRECOGNIZED ->
              throw PredicateMessages.missing(
                  "aggregate is not known", "select.items.aggregate.function", "one of the eight");
        };
    Column column =
        message.hasColumn()
            ? PredicateMessages.column("select.items.aggregate.column", message.getColumn())
            : null;
    return new Call(function, column, message.getParameter());
  }

  private static Order order(List<SelectOrder> messages) {
    if (messages.isEmpty()) {
      return Order.LOG;
    }
    SelectOrder first = messages.get(0);
    if (first.getByCase() != SelectOrder.ByCase.ITEM) {
      if (messages.size() > 1) {
        throw PredicateMessages.missing("rows have one order", "select.order_by", "one entry");
      }
      return switch (first.getByCase()) {
        case EVENT_TIME -> new Order.EventTime(first.getDescending());
        case POSITION -> new Order.Position(first.getDescending());
        default ->
            throw PredicateMessages.missing(
                "order says nothing", "select.order_by", "event_time, position or item");
      };
    }
    var keys = new ArrayList<Order.Key>();
    for (SelectOrder message : messages) {
      if (message.getByCase() != SelectOrder.ByCase.ITEM) {
        throw PredicateMessages.missing(
            "groups are ordered by items", "select.order_by", "item in each entry");
      }
      keys.add(new Order.Key(message.getItem(), message.getDescending()));
    }
    return new Order.Items(keys);
  }
}
