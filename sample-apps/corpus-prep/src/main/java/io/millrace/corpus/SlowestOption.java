// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How many of the slowest documents a report lists. */
final class SlowestOption {
  @Option(
      names = "--slowest",
      paramLabel = "N",
      defaultValue = "" + SlowestDocuments.LISTED,
      description =
          "List so many of the documents that take longest to prepare, 0 to "
              + SlowestDocuments.LISTED_MAX
              + ". They are prepared again on this machine to measure them (default:"
              + " ${DEFAULT-VALUE}).")
  private int most = SlowestDocuments.LISTED;

  /** Made by picocli. */
  SlowestOption() {}

  /** The number, checked. */
  int most(CommandSpec command) {
    if (most < 0 || most > SlowestDocuments.LISTED_MAX) {
      throw new ParameterException(
          command.commandLine(),
          "--slowest: " + most + " (expected: 0 to " + SlowestDocuments.LISTED_MAX + ")");
    }
    return most;
  }
}
