// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import picocli.CommandLine.Option;

/** How a command prints what it found. A picocli mixin. */
public final class OutputOption {
  /** The forms. */
  public enum Form {
    /** For people. */
    table,
    /** For programs: one JSON value, or one a line where results stream. */
    json
  }

  @Option(
      names = "--output",
      defaultValue = "table",
      description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Form form = Form.table;

  /** Whether to print JSON. */
  public boolean isJson() {
    return form == Form.json;
  }
}
