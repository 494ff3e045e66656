// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.select.Column;
import io.millrace.select.Column.Own;
import io.millrace.select.Comparison;
import io.millrace.select.Literal;
import io.millrace.select.Predicate;
import io.millrace.v1.ColumnRef;
import io.millrace.v1.ComparePredicate;
import io.millrace.v1.PredicateList;
import io.millrace.v1.PrefixPredicate;
import io.millrace.v1.QueryValue;
import java.util.List;

/** Reads predicates that come as messages; a failure names the part that is wrong. */
final class PredicateMessages {
  private PredicateMessages() {}

  static Predicate predicate(io.millrace.v1.Predicate message) {
    return predicate("where", message, 0);
  }

  private static Predicate predicate(String path, io.millrace.v1.Predicate message, int depth) {
    if (depth > Predicate.DEPTH_MAX) {
      throw missing("filter is nested too deeply", path, "at most " + Predicate.DEPTH_MAX);
    }
    return switch (message.getKindCase()) {
      case AND -> new Predicate.And(parts(path + ".and", message.getAnd(), depth));
      case OR -> new Predicate.Or(parts(path + ".or", message.getOr(), depth));
      case NOT -> new Predicate.Not(predicate(path + ".not", message.getNot(), depth + 1));
      case COMPARE -> compare(path + ".compare", message.getCompare());
      case IN ->
          new Predicate.In(
              column(path + ".in.column", message.getIn().getColumn()),
              message.getIn().getValuesList().stream()
                  .map(value -> literal(path + ".in.values", value))
                  .toList());
      case PREFIX -> prefix(path + ".prefix", message.getPrefix());
      case EXISTS -> new Predicate.Exists(column(path + ".exists", message.getExists()));
      case KIND_NOT_SET -> throw missing("predicate says nothing", path, "one of its kinds");
    };
  }

  private static List<Predicate> parts(String path, PredicateList list, int depth) {
    return list.getPartsList().stream().map(part -> predicate(path, part, depth + 1)).toList();
  }

  private static Predicate compare(String path, ComparePredicate message) {
    Comparison comparison =
        switch (message.getOperator()) {
          case COMPARE_OPERATOR_EQ -> Comparison.EQ;
          case COMPARE_OPERATOR_NE -> Comparison.NE;
          case COMPARE_OPERATOR_LT -> Comparison.LT;
          case COMPARE_OPERATOR_LE -> Comparison.LE;
          case COMPARE_OPERATOR_GT -> Comparison.GT;
          case COMPARE_OPERATOR_GE -> Comparison.GE;
          case COMPARE_OPERATOR_UNSPECIFIED, UNRECOGNIZED ->
              throw missing("operator is not known", path + ".operator", "one of the six");
        };
    return new Predicate.Compare(
        column(path + ".column", message.getColumn()),
        comparison,
        literal(path + ".value", message.getValue()));
  }

  private static Predicate prefix(String path, PrefixPredicate message) {
    return new Predicate.Prefix(
        column(path + ".column", message.getColumn()),
        literal(path + ".prefix", message.getPrefix()));
  }

  static Column column(String path, ColumnRef message) {
    return switch (message.getKindCase()) {
      case OWN -> own(path, message);
      case FIELD -> {
        if (message.getField().isEmpty()) {
          throw missing("field has no name", path + ".field", "1 character up");
        }
        yield new Column.Field(message.getField());
      }
      case KIND_NOT_SET -> throw missing("column is missing", path, "own or field");
    };
  }

  private static Own own(String path, ColumnRef message) {
    return switch (message.getOwn()) {
      case OWN_COLUMN_KEY -> Own.KEY;
      case OWN_COLUMN_VALUE -> Own.VALUE;
      case OWN_COLUMN_TAG -> Own.TAG;
      case OWN_COLUMN_EVENT_TIME -> Own.EVENT_TIME;
      case OWN_COLUMN_PARTITION -> Own.PARTITION;
      case OWN_COLUMN_BLOCK -> Own.BLOCK;
      case OWN_COLUMN_IDX -> Own.IDX;
      case OWN_COLUMN_FIELDS -> Own.FIELDS;
      case OWN_COLUMN_UNSPECIFIED, UNRECOGNIZED ->
          throw missing("column is not known", path + ".own", "one of OwnColumn");
    };
  }

  private static Literal literal(String path, QueryValue value) {
    return switch (value.getKindCase()) {
      case TEXT -> new Literal.Text(value.getText());
      case LONG -> new Literal.Whole(value.getLong());
      case DOUBLE -> {
        if (!Double.isFinite(value.getDouble())) {
          throw missing("number is not finite", path, "neither NaN nor infinite");
        }
        yield new Literal.Decimal(value.getDouble());
      }
      case BOOLEAN -> new Literal.Truth(value.getBoolean());
      case TIME_MS -> new Literal.Time(value.getTimeMs());
      case BYTES -> new Literal.Bytes(value.getBytes());
      case FIELDS, TOP, KIND_NOT_SET ->
          throw missing(
              "value cannot be compared", path, "text, long, double, boolean, time_ms or bytes");
    };
  }

  static MillraceException missing(String text, String path, String expected) {
    return MillraceException.of(Kind.CALLER, text).with("field", path).with("expected", expected);
  }
}
