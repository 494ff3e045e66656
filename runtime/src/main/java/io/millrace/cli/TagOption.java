// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import picocli.CommandLine.Option;

/** Which outputs a command is about. A picocli mixin. */
final class TagOption {
  @Option(
      names = "--tag",
      defaultValue = "",
      description = "Side output to show, '*' for all outputs (default: the main results).")
  private String tag = "";

  String value() {
    return tag;
  }
}
