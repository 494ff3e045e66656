// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import io.millrace.select.Column;
import io.millrace.select.Column.Own;
import io.millrace.sql.grammar.SqlLexer;
import io.millrace.sql.grammar.SqlParser.LabelContext;
import io.millrace.sql.grammar.SqlParser.NameContext;
import io.millrace.sql.grammar.SqlParser.OperandContext;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.misc.Interval;

/** Reads names, and notes whether the column {@code tag} was among them. Not thread-safe. */
final class NameReader {
  private boolean namesTag;

  boolean namesTag() {
    return namesTag;
  }

  /** A name without its quotes. */
  static String name(NameContext name) {
    String text = name.getText();
    return name.QUOTED() == null
        ? text
        : text.substring(1, text.length() - 1).replace("\"\"", "\"");
  }

  /** The name of a job or a stage. */
  static String label(LabelContext label) {
    if (label.name().size() == 1 && label.NUMBER().isEmpty()) {
      return name(label.name(0));
    }
    var whole = Interval.of(label.start.getStartIndex(), label.stop.getStopIndex());
    String text = label.start.getInputStream().getText(whole);
    if (text.chars().anyMatch(c -> Character.isWhitespace(c) || c == '"')) {
      throw At.error(label.start, "name is not clear")
          .with("found", SyntaxErrors.shortened(text))
          .with("expected", "a name such as word-count, or any in double quotes");
    }
    return text;
  }

  /** A column; fails if it is a call. */
  Column column(OperandContext operand) {
    if (operand.arguments() != null) {
      throw At.error(operand.start, "a function cannot stand here")
          .with("found", SyntaxErrors.shortened(operand.getText()))
          .with("expected", "a column");
    }
    if (operand.name().size() == 1 && operand.start.getType() != SqlLexer.QUOTED) {
      var own = Own.of(operand.getText());
      if (own.isPresent()) {
        namesTag |= own.get() == Own.TAG;
        return own.get();
      }
    }
    return new Column.Field(title(operand));
  }

  /** The operand's name, without arguments. */
  static String title(OperandContext operand) {
    return operand.name().stream().map(NameReader::name).collect(Collectors.joining("."));
  }
}
