// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.select.Column.Own;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A question about the results of a job's stage.
 *
 * @param job name of the job
 * @param stage name of its stage, empty for the sink
 * @param items what to show, 1 to {@link #ITEMS_MAX}
 * @param where which rows count
 * @param groupBy columns whose equal values make a group; empty with aggregates: one group of all
 * @param order in which order the answer comes
 * @param limit most rows of the answer, 0 up; empty for all
 */
public record Query(
    String job,
    String stage,
    List<Item> items,
    Predicate where,
    List<Column> groupBy,
    Order order,
    OptionalLong limit) {
  /** Most items, and most columns to group by. */
  public static final int ITEMS_MAX = 200;

  public Query {
    items = List.copyOf(items);
    groupBy = List.copyOf(groupBy);
    if (job.isEmpty()) {
      throw refused("query names no job", "job", "empty", "the name of a job");
    }
    if (items.isEmpty() || items.size() > ITEMS_MAX || groupBy.size() > ITEMS_MAX) {
      throw refused("query shows nothing or too much", "items", items.size(), "1 to " + ITEMS_MAX);
    }
    if (limit.isPresent() && limit.getAsLong() < 0) {
      throw refused("limit is negative", "limit", limit.getAsLong(), "0 up");
    }
    if (isGrouped(items, groupBy)) {
      checkGroups(items, groupBy, order);
    } else if (order instanceof Order.Items) {
      throw refused("rows cannot be ordered by this", "order", "items", "event_time or position");
    }
  }

  private static boolean isGrouped(List<Item> items, List<Column> groupBy) {
    return !groupBy.isEmpty() || items.stream().anyMatch(i -> i.expression() instanceof Call);
  }

  private static void checkGroups(List<Item> items, List<Column> groupBy, Order order) {
    if (groupBy.contains(Own.FIELDS)) {
      throw refused("rows cannot be grouped by this", "name", "fields", "single fields by name");
    }
    for (Item item : items) {
      if (item.expression() instanceof Column column && !groupBy.contains(column)) {
        throw refused(
            "column is neither grouped by nor aggregated",
            "name",
            column.title(),
            groupBy.isEmpty()
                ? "GROUP BY " + column.sql() + ", or an aggregate such as max(" + column.sql() + ")"
                : "one of GROUP BY, or an aggregate such as max(" + column.sql() + ")");
      }
    }
    if (order instanceof Order.EventTime || order.equals(new Order.Position(true))) {
      throw refused(
          "groups cannot be ordered by this", "order", order(order), "an item of the query");
    }
    if (order instanceof Order.Items by) {
      for (Order.Key key : by.keys()) {
        if (key.item() < 0 || key.item() >= items.size()) {
          throw refused(
              "no such item to order by", "item", key.item(), "0 to " + (items.size() - 1));
        }
      }
    }
  }

  private static MillraceException refused(
      String text, String name, Object value, String expected) {
    return MillraceException.of(Kind.CALLER, text).with(name, value).with("expected", expected);
  }

  /** Whether the answer's rows are groups. */
  public boolean isGrouped() {
    return isGrouped(items, groupBy);
  }

  private static String order(Order order) {
    return order instanceof Order.EventTime ? "event_time" : "position";
  }

  /** The query as a text that reads back as the same query. */
  public String sql() {
    var text = new StringBuilder("SELECT ");
    text.append(items.stream().map(Query::sql).collect(Collectors.joining(", ")));
    text.append(" FROM ").append(Names.quoted(job));
    if (!stage.isEmpty()) {
      text.append('.').append(Names.quoted(stage));
    }
    text.append(" WHERE ").append(where.sql());
    if (!groupBy.isEmpty()) {
      text.append(" GROUP BY ");
      text.append(groupBy.stream().map(Column::sql).collect(Collectors.joining(", ")));
    }
    if (order instanceof Order.Items by) {
      text.append(" ORDER BY ");
      text.append(by.keys().stream().map(this::sql).collect(Collectors.joining(", ")));
    } else if (!isGrouped()) {
      boolean down =
          order instanceof Order.EventTime time ? time.descending() : !order.equals(Order.LOG);
      text.append(" ORDER BY ").append(order(order)).append(down ? " DESC" : "");
    }
    limit.ifPresent(max -> text.append(" LIMIT ").append(max));
    return text.toString();
  }

  private static String sql(Item item) {
    return item.equals(Item.of(item.expression()))
        ? item.expression().sql()
        : item.expression().sql() + " AS " + Names.quoted(item.name());
  }

  private String sql(Order.Key key) {
    return items.get(key.item()).expression().sql() + (key.descending() ? " DESC" : "");
  }
}
