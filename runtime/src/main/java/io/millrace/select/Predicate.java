// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a row must fulfil. Answers true, false or unknown, as in SQL: a comparison with a value that
 * is not there, or is of a type that cannot be compared to the literal's, is unknown, and so is its
 * negation; only rows for which the whole is true are taken.
 */
public sealed interface Predicate {
  /** Every row. */
  Predicate ALL = new And(List.of());

  /** Most parts of an And, an Or or an In. */
  int PARTS_MAX = 10_000;

  /** How deep predicates may lie in each other. */
  int DEPTH_MAX = 100;

  /** The predicate as a query's text has it. */
  String sql();

  /** All of them; true if there are none. */
  record And(List<Predicate> parts) implements Predicate {
    public And {
      parts = limited(parts);
    }

    @Override
    public String sql() {
      return parts.isEmpty() ? "TRUE" : joined(parts, " AND ");
    }
  }

  /** Any of them; false if there are none. */
  record Or(List<Predicate> parts) implements Predicate {
    public Or {
      parts = limited(parts);
    }

    @Override
    public String sql() {
      return parts.isEmpty() ? "FALSE" : joined(parts, " OR ");
    }
  }

  /** The contrary; unknown stays unknown. */
  record Not(Predicate part) implements Predicate {
    @Override
    public String sql() {
      return "NOT (" + part.sql() + ")";
    }
  }

  /**
   * A column against a value.
   *
   * <p>Numbers are compared by their value, long with double without loss; bytes as unsigned ones;
   * text by its code points; false comes before true.
   */
  record Compare(Column column, Comparison comparison, Literal literal) implements Predicate {
    public Compare {
      literal = TypeCheck.check(column, literal);
    }

    @Override
    public String sql() {
      return column.sql() + " " + comparison.sign() + " " + literal.sql();
    }
  }

  /** Whether a column is equal to any of the values. */
  record In(Column column, List<Literal> literals) implements Predicate {
    public In {
      literals = limited(literals).stream().map(l -> TypeCheck.check(column, l)).toList();
    }

    @Override
    public String sql() {
      return column.sql()
          + " IN ("
          + literals.stream().map(Literal::sql).collect(Collectors.joining(", "))
          + ")";
    }
  }

  /** Whether a column of text or bytes begins with these. */
  record Prefix(Column column, Literal literal) implements Predicate {
    public Prefix {
      TypeCheck.checkPrefix(column, literal);
    }

    @Override
    public String sql() {
      return "prefix(" + column.sql() + ", " + literal.sql() + ")";
    }
  }

  /** Whether a column has a value; never unknown. */
  record Exists(Column column) implements Predicate {
    @Override
    public String sql() {
      return column.sql() + " IS NOT NULL";
    }
  }

  private static String joined(List<Predicate> parts, String word) {
    return parts.stream()
        .map(p -> p instanceof And || p instanceof Or ? "(" + p.sql() + ")" : p.sql())
        .collect(Collectors.joining(word));
  }

  private static <T> List<T> limited(List<T> parts) {
    if (parts.size() > PARTS_MAX) {
      throw MillraceException.of(Kind.CALLER, "filter is too long")
          .with("parts", parts.size())
          .with("expected", "at most " + PARTS_MAX + " in one AND, OR or IN");
    }
    return List.copyOf(parts);
  }
}
