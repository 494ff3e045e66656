// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import java.util.ArrayList;
import java.util.List;

/**
 * A predicate made ready to look at many rows. Thread-safe; what {@link #bind} gives is not.
 *
 * <p>Three-valued after Kleene: true is 1, unknown 0, false -1; AND is the lowest of its parts, OR
 * the highest, NOT the contrary.
 */
public final class Filter {
  private final Node root;
  private final List<Column> columns = new ArrayList<>();

  private Filter(Predicate predicate) {
    this.root = node(predicate, 0);
  }

  /**
   * Makes a predicate ready.
   *
   * @throws io.millrace.model.MillraceException CALLER if it is nested too deeply
   */
  public static Filter of(Predicate predicate) {
    return new Filter(predicate);
  }

  /** A filter of one block. Not thread-safe. */
  public static final class Bound {
    private final Node root;
    private final Cells[] cells;

    private Bound(Node root, Cells[] cells) {
      this.root = root;
      this.cells = cells;
    }

    /** Whether the predicate is true for a row. */
    public boolean test(int row) {
      return root.test(cells, row) > 0;
    }
  }

  /** The filter for the rows of one block. */
  public Bound bind(BlockRows rows) {
    var cells = new Cells[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = Cells.of(columns.get(i), rows);
    }
    return new Bound(root, cells);
  }

  private int slot(Column column) {
    int slot = columns.indexOf(column);
    if (slot < 0) {
      slot = columns.size();
      columns.add(column);
    }
    return slot;
  }

  private Node node(Predicate predicate, int depth) {
    if (depth > Predicate.DEPTH_MAX) {
      throw Nnf.tooDeep();
    }
    if (predicate instanceof Predicate.And and) {
      return new Both(nodes(and.parts(), depth));
    }
    if (predicate instanceof Predicate.Or or) {
      return new Either(nodes(or.parts(), depth));
    }
    if (predicate instanceof Predicate.Not not) {
      Node inner = node(not.part(), depth + 1);
      return (cells, row) -> -inner.test(cells, row);
    }
    if (predicate instanceof Predicate.Compare compare) {
      return compare(compare);
    }
    if (predicate instanceof Predicate.In in) {
      return new Members(slot(in.column()), in.literals());
    }
    if (predicate instanceof Predicate.Prefix prefix) {
      return prefix(prefix);
    }
    int slot = slot(((Predicate.Exists) predicate).column());
    return (cells, row) -> cells[slot].kind(row) == Cells.Kind.NONE ? -1 : 1;
  }

  private Node[] nodes(List<Predicate> parts, int depth) {
    return parts.stream().map(part -> node(part, depth + 1)).toArray(Node[]::new);
  }

  private Node compare(Predicate.Compare compare) {
    int slot = slot(compare.column());
    var target = new Target(compare.literal());
    Comparison comparison = compare.comparison();
    if (comparison == Comparison.EQ) {
      return (cells, row) -> target.equal(cells[slot], cells[slot].kind(row), row);
    }
    if (comparison == Comparison.NE) {
      return (cells, row) -> -target.equal(cells[slot], cells[slot].kind(row), row);
    }
    return (cells, row) -> {
      int order = target.order(cells[slot], cells[slot].kind(row), row);
      return order == Target.INCOMPARABLE ? 0 : comparison.holds(order) ? 1 : -1;
    };
  }

  private Node prefix(Predicate.Prefix prefix) {
    int slot = slot(prefix.column());
    String text = prefix.literal() instanceof Literal.Text t ? t.value() : null;
    var bytes = Target.bytes(prefix.literal());
    return (cells, row) ->
        switch (cells[slot].kind(row)) {
          case TEXT -> text == null ? 0 : cells[slot].text(row).startsWith(text) ? 1 : -1;
          case BYTES -> bytes == null ? 0 : cells[slot].bytes(row).startsWith(bytes) ? 1 : -1;
          default -> 0;
        };
  }

  /** Looks at one row: 1 true, 0 unknown, -1 false. */
  interface Node {
    int test(Cells[] cells, int row);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Both(Node[] parts) implements Node {
    @Override
    public int test(Cells[] cells, int row) {
      int lowest = 1;
      for (Node part : parts) {
        lowest = Math.min(lowest, part.test(cells, row));
        if (lowest < 0) {
          return -1;
        }
      }
      return lowest;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Either(Node[] parts) implements Node {
    @Override
    public int test(Cells[] cells, int row) {
      int highest = -1;
      for (Node part : parts) {
        highest = Math.max(highest, part.test(cells, row));
        if (highest > 0) {
          return 1;
        }
      }
      return highest;
    }
  }
}
