// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a query so far: each block, or some, make their own, and they are merged. Values
 * are equal within one type only: a long 1 and a double 1.0 are two groups. Not thread-safe.
 */
public final class Groups {
  /** About what a group takes beside its values and aggregates. */
  private static final int GROUP_BYTES = 160;

  private final Query query;
  private final MemoryBudget budget;
  private final List<Folds> makers = new ArrayList<>();
  private final List<@Nullable Column> inputs = new ArrayList<>();
  private final Map<List<@Nullable Object>, Group> groups = new HashMap<>();
  private final int foldBytes;
  private long taken;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Group(Fold[] folds, int bytes) {}

  /** No groups yet. */
  public Groups(Query query, MemoryBudget budget) {
    this.query = query;
    this.budget = budget;
    for (Item item : query.items()) {
      if (item.expression() instanceof Call call) {
        makers.add(new Folds(call));
        inputs.add(call.column());
      }
    }
    this.foldBytes = makers.stream().mapToInt(Folds::bytes).sum();
  }

  /** Takes rows of a block in. */
  public Adder adder(BlockRows rows) {
    return new Adder(rows);
  }

  /** Takes rows of one block in. Not thread-safe. */
  public final class Adder {
    private final Cells[] keys;
    private final @Nullable Cells[] values;

    private Adder(BlockRows rows) {
      keys = query.groupBy().stream().map(c -> Cells.of(c, rows)).toArray(Cells[]::new);
      values = new Cells[inputs.size()];
      for (int i = 0; i < values.length; i++) {
        Column column = inputs.get(i);
        values[i] = column == null ? null : Cells.of(column, rows);
      }
    }

    /** Takes a row in. */
    public void add(int row) {
      var key = new @Nullable Object[keys.length];
      for (int i = 0; i < key.length; i++) {
        key[i] = keys[i].value(row);
      }
      Fold[] folds = group(Arrays.asList(key)).folds();
      for (int i = 0; i < folds.length; i++) {
        Cells cells = values[i];
        if (cells == null) {
          folds[i].add(NO_CELLS, Cells.Kind.NONE, row);
        } else {
          Cells.Kind kind = cells.kind(row);
          if (kind != Cells.Kind.NONE) {
            folds[i].add(cells, kind, row);
          }
        }
      }
    }
  }

  /** Stands for the cells of {@code count(*)}, which looks at none. */
  private static final Cells NO_CELLS =
      new Cells() {
        @Override
        Kind kind(int row) {
          return Kind.NONE;
        }
      };

  private Group group(List<@Nullable Object> key) {
    Group group = groups.get(key);
    if (group == null) {
      int bytes = GROUP_BYTES + foldBytes + Rows.bytes(key);
      budget.take(bytes);
      taken += bytes;
      var folds = new Fold[makers.size()];
      for (int i = 0; i < folds.length; i++) {
        folds[i] = makers.get(i).create(budget);
      }
      group = new Group(folds, bytes);
      groups.put(key, group);
    }
    return group;
  }

  /** Takes in another's groups; that one is not to be used any more. */
  public void merge(Groups other) {
    for (var entry : other.groups.entrySet()) {
      Group mine = groups.get(entry.getKey());
      if (mine == null) {
        groups.put(entry.getKey(), entry.getValue());
        taken += entry.getValue().bytes();
      } else {
        for (int i = 0; i < mine.folds().length; i++) {
          mine.folds()[i].merge(entry.getValue().folds()[i]);
        }
        budget.give(entry.getValue().bytes());
      }
    }
    other.groups.clear();
    other.taken = 0;
  }

  /** How many there are. */
  public int size() {
    return groups.size();
  }

  /** The answer: the groups in the query's order, up to its limit. */
  public List<@Nullable Object[]> rows() {
    if (query.groupBy().isEmpty() && groups.isEmpty()) {
      group(Arrays.asList());
    }
    var found = new ArrayList<Found>(groups.size());
    for (var entry : groups.entrySet()) {
      found.add(new Found(entry.getKey(), row(entry.getKey(), entry.getValue())));
    }
    Collections.sort(found, order());
    long max = Math.min(found.size(), query.limit().orElse(Long.MAX_VALUE));
    return found.subList(0, (int) max).stream().map(Found::row).toList();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Found(List<@Nullable Object> key, @Nullable Object[] row) {}

  private @Nullable Object[] row(List<@Nullable Object> key, Group group) {
    var row = new @Nullable Object[query.items().size()];
    int fold = 0;
    for (int i = 0; i < row.length; i++) {
      Expression expression = query.items().get(i).expression();
      row[i] =
          expression instanceof Column column
              ? key.get(query.groupBy().indexOf(column))
              : group.folds()[fold++].result();
    }
    return row;
  }

  private Comparator<Found> order() {
    return (a, b) -> {
      if (query.order() instanceof Order.Items by) {
        for (Order.Key key : by.keys()) {
          int order = compare(a.row()[key.item()], b.row()[key.item()], key.descending());
          if (order != 0) {
            return order;
          }
        }
      }
      for (int i = 0; i < a.key().size(); i++) {
        int order = compare(a.key().get(i), b.key().get(i), false);
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  /** Null is last in either direction. */
  private static int compare(@Nullable Object a, @Nullable Object b, boolean descending) {
    if (a == null || b == null || !descending) {
      return ValueOrder.INSTANCE.compare(a, b);
    }
    return ValueOrder.INSTANCE.compare(b, a);
  }

  /** About how many bytes these groups take of the budget. */
  public long bytes() {
    return taken;
  }
}
