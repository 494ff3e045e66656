// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.export.ResultJson;
import io.millrace.message.FieldMessages;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.io.PrintWriter;
import java.util.HexFormat;

/** Prints results as they come: a row or a JSON line each. */
final class ResultPrinter {
  private static final int VALUE_SHOWN_MAX = 80;

  private final PrintWriter out;
  private final boolean json;

  ResultPrinter(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void print(Result result) {
    out.println(json ? ResultJson.line(result) : row(result));
    out.flush();
  }

  private static String row(Result result) {
    Position at = result.getPosition();
    String place = at.getPartition() + ":" + at.getBlock() + ":" + at.getIndex();
    String key =
        result.hasKeyText()
            ? result.getKeyText()
            : "0x" + HexFormat.of().formatHex(result.getKey().toByteArray());
    String value =
        result.hasValueText()
            ? shortened(result.getValueText())
            : "(" + result.getValue().size() + " bytes)";
    String tag = result.getTag().isEmpty() ? "" : "  [" + result.getTag() + "]";
    String fields = result.getFieldsCount() == 0 ? "" : "  " + FieldMessages.of(result);
    return String.format("%-12s %s  %s%s%s", place, key, value, tag, fields);
  }

  private static String shortened(String value) {
    String oneLine = value.replaceAll("\\s+", " ");
    return oneLine.length() <= VALUE_SHOWN_MAX
        ? oneLine
        : oneLine.substring(0, VALUE_SHOWN_MAX) + "… (" + value.length() + " characters)";
  }
}
