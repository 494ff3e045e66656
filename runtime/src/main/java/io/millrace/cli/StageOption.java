// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import picocli.CommandLine.Option;

/** Which stage's results a command is about. A picocli mixin. */
final class StageOption {
  @Option(
      names = "--stage",
      defaultValue = "",
      description = "Stage whose results are meant (default: the job's sink).")
  private String name = "";

  String name() {
    return name;
  }
}
