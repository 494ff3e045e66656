// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import picocli.CommandLine.Command;

/** Tells how a job's columns are compressed. */
@Command(
    name = "codecs",
    description = "Tells which dictionaries a job's columns are compressed with, and what for.",
    mixinStandardHelpOptions = true,
    subcommands = CodecsShowCommand.class,
    footer = {
      "",
      "Examples:",
      "  millrace codecs show --config config/node.conf --job latest",
      "  millrace codecs show --config config/node.conf --job latest --blocks --output json"
    })
public final class CodecsCommand extends CommandGroup {}
