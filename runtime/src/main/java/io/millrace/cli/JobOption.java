// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import picocli.CommandLine.Option;

/** Which job a command is about. A picocli mixin. */
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class JobOption {
  @Option(names = "--job", required = true, description = "Name of the job.")
  private String name;

  String name() {
    return name;
  }
}
