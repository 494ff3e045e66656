// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses options that make no sense. */
final class Usage {
  private Usage() {}

  /**
   * @param max {@link Integer#MAX_VALUE}: any from {@code min} on
   */
  static void check(CommandSpec command, String option, int value, int min, int max) {
    if (value < min || value > max) {
      String range = max == Integer.MAX_VALUE ? min + " up" : min + " to " + max;
      throw wrong(command, option + ": " + value + " (expected: " + range + ")");
    }
  }

  static ParameterException wrong(CommandSpec command, String what) {
    return new ParameterException(command.commandLine(), what);
  }
}
