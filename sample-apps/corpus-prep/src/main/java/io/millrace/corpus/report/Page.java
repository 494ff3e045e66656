// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.report;

import java.util.List;

/**
 * A report: what it is about, its main figures, and sections of pictures and tables.
 *
 * @param title what it is about
 * @param subtitle where, when and with what, one line
 * @param cards the main figures, in the order of their weight
 * @param sections what there is to see, in order
 */
public record Page(String title, String subtitle, List<Card> cards, List<Section> sections) {
  public Page {
    cards = List.copyOf(cards);
    sections = List.copyOf(sections);
  }

  /**
   * One figure that is read before all others.
   *
   * @param label what it counts
   * @param figure as it is shown, with its unit
   * @param note what it compares with; may be empty
   */
  public record Card(String label, String figure, String note) {}

  /**
   * One question and its answer.
   *
   * @param title a few words
   * @param note what to read from it, one or two sentences
   * @param parts pictures and tables, in order
   */
  public record Section(String title, String note, List<Part> parts) {
    public Section {
      parts = List.copyOf(parts);
    }
  }

  /** A picture, a table or a verdict. */
  public sealed interface Part permits Share, Bars, Columns, Line, Table, Verdict {}

  /**
   * A whole and what it is made of, as one bar.
   *
   * @param title what the whole is
   * @param unit of the values
   * @param pieces at least 0 each; those of 0 are not drawn
   */
  public record Share(String title, String unit, List<Value> pieces) implements Part {
    public Share {
      pieces = List.copyOf(pieces);
    }
  }

  /**
   * Things side by side, a bar each, in the order given.
   *
   * @param title what is compared
   * @param unit of the values
   * @param bars at least 0 each
   */
  public record Bars(String title, String unit, List<Value> bars) implements Part {
    public Bars {
      bars = List.copyOf(bars);
    }
  }

  /**
   * A distribution: how many fell into each of neighbouring ranges.
   *
   * @param title what is distributed
   * @param axis what the ranges are of, with the unit
   * @param counts one per range, labelled by where the range begins
   */
  public record Columns(String title, String axis, List<Value> counts) implements Part {
    public Columns {
      counts = List.copyOf(counts);
    }
  }

  /**
   * Something over time.
   *
   * @param title what
   * @param unit of the values
   * @param points in order of time
   */
  public record Line(String title, String unit, List<Point> points) implements Part {
    public Line {
      points = List.copyOf(points);
    }
  }

  /**
   * Rows of text; a column of which all cells are numbers is set to the right.
   *
   * @param title what the rows are; may be empty
   * @param columns their names
   * @param rows as many cells each as there are columns
   */
  public record Table(String title, List<String> columns, List<List<String>> rows) implements Part {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "cells: " + row.size() + " (expected: " + columns.size() + ")");
        }
      }
    }
  }

  /**
   * Whether something that must hold does.
   *
   * @param holds false is shown as an alarm
   * @param text what was checked and what came out
   */
  public record Verdict(boolean holds, String text) implements Part {}

  /**
   * A named amount.
   *
   * @param label its name
   * @param value at least 0, finite
   */
  public record Value(String label, double value) {
    public Value {
      if (!(value >= 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException(
            "value of '" + label + "': " + value + " (expected: at least 0 and finite)");
      }
    }
  }

  /**
   * An amount at a time.
   *
   * @param seconds since the beginning
   * @param value at least 0, finite
   */
  public record Point(double seconds, double value) {
    public Point {
      if (!(value >= 0) || Double.isInfinite(value) || !Double.isFinite(seconds)) {
        throw new IllegalArgumentException(
            "point: " + seconds + ", " + value + " (expected: finite, value at least 0)");
      }
    }
  }
}
