// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a cell equals one of many values: as an OR of comparisons, looked up by hash. */
final class Members implements Filter.Node {
  private final int slot;
  private final int size;
  private final Set<String> texts = new HashSet<>();
  private final Set<ByteString> bytes = new HashSet<>();
  private final Set<Object> numbers = new HashSet<>();
  private final Set<Long> times = new HashSet<>();
  private final Set<Boolean> truths = new HashSet<>();
  private int byteLiterals;
  private int textLiterals;
  private int numberLiterals;
  private int timeLiterals;
  private int truthLiterals;

  Members(int slot, List<Literal> literals) {
    this.slot = slot;
    this.size = literals.size();
    literals.forEach(this::add);
  }

  private void add(Literal literal) {
    if (literal instanceof Literal.Text text) {
      texts.add(text.value());
      textLiterals++;
    } else if (literal instanceof Literal.Whole whole) {
      numbers.add(whole.value());
      numberLiterals++;
    } else if (literal instanceof Literal.Decimal decimal) {
      numbers.add(Numbers.normal(decimal.value()));
      numberLiterals++;
    } else if (literal instanceof Literal.Truth truth) {
      truths.add(truth.value());
      truthLiterals++;
    }
    ByteString asBytes = Target.bytes(literal);
    if (asBytes != null) {
      bytes.add(asBytes);
      byteLiterals++;
    }
    Long timeMs = Target.timeMs(literal);
    if (timeMs != null) {
      times.add(timeMs);
      timeLiterals++;
    }
  }

  @Override
  public int test(Cells[] all, int row) {
    Cells cells = all[slot];
    return switch (cells.kind(row)) {
      case TEXT -> found(texts.contains(cells.text(row)), textLiterals);
      case BYTES -> found(bytes.contains(cells.bytes(row)), byteLiterals);
      case LONG -> found(numbers.contains(cells.whole(row)), numberLiterals);
      case DOUBLE -> found(numbers.contains(Numbers.normal(cells.decimal(row))), numberLiterals);
      case BOOLEAN -> found(truths.contains(cells.truth(row)), truthLiterals);
      case TIME -> found(times.contains(cells.whole(row)), timeLiterals);
      case NONE, FIELDS -> size == 0 ? -1 : 0;
    };
  }

  /** Unknown if any of the values could not even be compared. */
  private int found(boolean contained, int comparable) {
    return contained ? 1 : comparable == size ? -1 : 0;
  }
}
